package earshot.kernels.norm;

import earshot.kernels.DoubleStorage;
import earshot.kernels.Storage;
import earshot.kernels.elementwise.Activation;
import earshot.kernels.elementwise.ReferenceElementwise;
import earshot.kernels.elementwise.UnaryFunction;

/// [NormKernels] in double precision, channel by channel.
public final class ReferenceNorm implements NormKernels {

    @Override
    public void statistics(BatchNormGeometry g, Storage x, Storage mean, Storage var) {
        double[] xs = DoubleStorage.of(x);
        double[] means = DoubleStorage.of(mean);
        double[] vars = DoubleStorage.of(var);
        for (int c = 0; c < g.channels(); c++) {
            double sum = 0;
            for (int r = 0; r < g.rows(); r++) {
                sum += xs[r * g.channels() + c];
            }
            double m = sum / g.rows();
            double squares = 0;
            for (int r = 0; r < g.rows(); r++) {
                double d = xs[r * g.channels() + c] - m;
                squares += d * d;
            }
            means[c] = m;
            vars[c] = squares / g.rows();
        }
    }

    @Override
    public void normalize(BatchNormGeometry g, Storage x, Storage mean, Storage var, Storage w, Storage b, Storage r,
            Storage y) {
        double[] xs = DoubleStorage.of(x);
        double[] means = DoubleStorage.of(mean);
        double[] vars = DoubleStorage.of(var);
        double[] ws = DoubleStorage.of(w);
        double[] bs = DoubleStorage.of(b);
        double[] rs = r == null ? null : DoubleStorage.of(r);
        double[] ys = DoubleStorage.of(y);
        for (int c = 0; c < g.channels(); c++) {
            double invStd = 1 / Math.sqrt(vars[c] + g.eps());
            for (int row = 0; row < g.rows(); row++) {
                int i = row * g.channels() + c;
                double z = ws[c] * (xs[i] - means[c]) * invStd + bs[c] + (r == null ? 0 : rs[i]);
                ys[i] = g.activation() == Activation.NONE ? z : ReferenceElementwise.apply(g.activation().function(), z);
            }
        }
    }

    @Override
    public void fold(BatchNormGeometry g, Storage mean, Storage var, Storage w, Storage b, Storage scale, Storage shift) {
        for (int c = 0; c < g.channels(); c++) {
            double s = DoubleStorage.of(w)[c] / Math.sqrt(DoubleStorage.of(var)[c] + g.eps());
            DoubleStorage.of(scale)[c] = s;
            DoubleStorage.of(shift)[c] = DoubleStorage.of(b)[c] - DoubleStorage.of(mean)[c] * s;
        }
    }

    @Override
    public void backward(BatchNormGeometry g, Storage x, Storage mean, Storage var, Storage w, Storage b, Storage dy, Storage dx,
            Storage dw, Storage db) {
        double[] dz = activated(g, x, mean, var, w, b, dy);
        parameterGradients(g, x, mean, var, dz, dw, db);
        double[] xs = DoubleStorage.of(x);
        double[] means = DoubleStorage.of(mean);
        double[] vars = DoubleStorage.of(var);
        double[] ws = DoubleStorage.of(w);
        double[] dxs = DoubleStorage.of(dx);
        double[] dws = DoubleStorage.of(dw);
        double[] dbs = DoubleStorage.of(db);
        for (int c = 0; c < g.channels(); c++) {
            double invStd = 1 / Math.sqrt(vars[c] + g.eps());
            for (int r = 0; r < g.rows(); r++) {
                int i = r * g.channels() + c;
                double xHat = (xs[i] - means[c]) * invStd;
                dxs[i] = ws[c] * invStd * (dz[i] - dbs[c] / g.rows() - xHat * dws[c] / g.rows());
            }
        }
    }

    @Override
    public void backwardFixed(BatchNormGeometry g, Storage x, Storage mean, Storage var, Storage w, Storage b, Storage dy,
            Storage dx, Storage dw, Storage db) {
        double[] dz = activated(g, x, mean, var, w, b, dy);
        parameterGradients(g, x, mean, var, dz, dw, db);
        double[] vars = DoubleStorage.of(var);
        double[] ws = DoubleStorage.of(w);
        double[] dxs = DoubleStorage.of(dx);
        for (int c = 0; c < g.channels(); c++) {
            double invStd = 1 / Math.sqrt(vars[c] + g.eps());
            for (int r = 0; r < g.rows(); r++) {
                int i = r * g.channels() + c;
                dxs[i] = ws[c] * invStd * dz[i];
            }
        }
    }

    /// The gradient before the activation: {@code dy · f'(z)}.
    private static double[] activated(BatchNormGeometry g, Storage x, Storage mean, Storage var, Storage w, Storage b,
            Storage dy) {
        double[] dz = DoubleStorage.of(dy).clone();
        if (g.activation() == Activation.NONE) {
            return dz;
        }
        UnaryFunction f = g.activation().function();
        double[] xs = DoubleStorage.of(x);
        double[] means = DoubleStorage.of(mean);
        double[] vars = DoubleStorage.of(var);
        double[] ws = DoubleStorage.of(w);
        double[] bs = DoubleStorage.of(b);
        for (int i = 0; i < g.rows() * g.channels(); i++) {
            int c = i % g.channels();
            double z = ws[c] * (xs[i] - means[c]) / Math.sqrt(vars[c] + g.eps()) + bs[c];
            dz[i] = ReferenceElementwise.derivative(f, z, ReferenceElementwise.apply(f, z)) * dz[i];
        }
        return dz;
    }

    private static void parameterGradients(BatchNormGeometry g, Storage x, Storage mean, Storage var, double[] dz, Storage dw,
            Storage db) {
        double[] xs = DoubleStorage.of(x);
        double[] means = DoubleStorage.of(mean);
        double[] vars = DoubleStorage.of(var);
        double[] dws = DoubleStorage.of(dw);
        double[] dbs = DoubleStorage.of(db);
        for (int c = 0; c < g.channels(); c++) {
            double invStd = 1 / Math.sqrt(vars[c] + g.eps());
            double sumDw = 0;
            double sumDb = 0;
            for (int r = 0; r < g.rows(); r++) {
                int i = r * g.channels() + c;
                sumDw += dz[i] * (xs[i] - means[c]) * invStd;
                sumDb += dz[i];
            }
            dws[c] = sumDw;
            dbs[c] = sumDb;
        }
    }

    @Override
    public void groupNorm(GroupNormGeometry g, Storage x, Storage w, Storage b, Storage y) {
        ReferenceGroupNorm.forward(g, DoubleStorage.of(x), w == null ? null : DoubleStorage.of(w),
                w == null ? null : DoubleStorage.of(b), DoubleStorage.of(y));
    }

    @Override
    public void groupNormBackward(GroupNormGeometry g, Storage x, Storage w, Storage dy, Storage dx, Storage dw, Storage db) {
        boolean affine = w != null;
        ReferenceGroupNorm.backward(g, DoubleStorage.of(x), affine ? DoubleStorage.of(w) : null, DoubleStorage.of(dy),
                DoubleStorage.of(dx), affine ? DoubleStorage.of(dw) : null, affine ? DoubleStorage.of(db) : null);
    }
}
