package earshot.kernels.norm;

import earshot.kernels.Storage;
import earshot.kernels.contract.Contract;
import earshot.kernels.contract.Values;
import earshot.kernels.elementwise.Activation;
import java.util.Arrays;

/// The operands of a batch normalisation, and how large the terms of its results are, which is what their errors are measured by.
record NormOperands(BatchNormGeometry g, double[] x, double[] mean, double[] var, double[] w, double[] b, double[] r,
        double[] dy) {

    /// Random operands; the statistics are those of {@code x}, rounded to float. Before a rectifier, {@code dy} is 0 where rounding could
    /// decide whether it counts.
    static NormOperands draw(BatchNormGeometry g, Values v) {
        int n = g.rows() * g.channels();
        double[] x = v.draw("x", n);
        double[] statistics = Values.rounded(NormContract.reference(NormContract.statistics(g, x)));
        NormOperands o = new NormOperands(g, x, Arrays.copyOf(statistics, g.channels()),
                Arrays.copyOfRange(statistics, g.channels(), 2 * g.channels()), v.draw("w", g.channels()),
                v.draw("b", g.channels()), v.draw("r", n), v.draw("dy", n));
        double[] magnitude = o.normalizeMagnitude(false);
        for (int i = 0; g.activation() == Activation.RELU && i < n; i++) {
            int c = i % g.channels();
            double z = o.w[c] * (x[i] - o.mean[c]) * o.invStd(c) + o.b[c];
            o.dy[i] = Math.abs(z) < 1e-5 * magnitude[i] ? 0 : o.dy[i];
        }
        return o;
    }

    Contract.Call normalize(boolean inPlace) {
        return (backend, buffers) -> {
            Storage xs = buffers.of(x);
            Storage y = inPlace ? xs : buffers.blank(x.length);
            backend.norm().normalize(g, xs, buffers.of(mean), buffers.of(var), buffers.of(w), buffers.of(b), null, y);
            return buffers.read(y);
        };
    }

    /// With {@code r} added.
    Contract.Call normalizeAdded(boolean inPlace) {
        return (backend, buffers) -> {
            Storage rs = buffers.of(r);
            Storage y = inPlace ? rs : buffers.blank(x.length);
            backend.norm().normalize(g, buffers.of(x), buffers.of(mean), buffers.of(var), buffers.of(w), buffers.of(b), rs, y);
            return buffers.read(y);
        };
    }

    /// Scale and shift.
    Contract.Call fold() {
        return (backend, buffers) -> {
            Storage scale = buffers.blank(g.channels());
            Storage shift = buffers.blank(g.channels());
            backend.norm().fold(g, buffers.of(mean), buffers.of(var), buffers.of(w), buffers.of(b), scale, shift);
            return buffers.read(scale, shift);
        };
    }

    double[] foldMagnitude() {
        double[] magnitude = new double[2 * g.channels()];
        for (int c = 0; c < g.channels(); c++) {
            magnitude[c] = Math.abs(w[c]) * invStd(c);
            magnitude[g.channels() + c] = Math.abs(b[c]) + Math.abs(mean[c]) * magnitude[c];
        }
        return magnitude;
    }

    /// {@code dx}, {@code dw}, {@code db}.
    Contract.Call backward(boolean inPlace) {
        return (backend, buffers) -> {
            Storage dys = buffers.of(dy);
            Storage dx = inPlace ? dys : buffers.blank(x.length);
            Storage dw = buffers.blank(g.channels());
            Storage db = buffers.blank(g.channels());
            backend.norm().backward(g, buffers.of(x), buffers.of(mean), buffers.of(var), buffers.of(w), buffers.of(b), dys, dx,
                    dw, db);
            return buffers.read(dx, dw, db);
        };
    }

    /// {@code dx}, {@code dw}, {@code db}.
    Contract.Call backwardFixed(boolean inPlace) {
        return (backend, buffers) -> {
            Storage dys = buffers.of(dy);
            Storage dx = inPlace ? dys : buffers.blank(x.length);
            Storage dw = buffers.blank(g.channels());
            Storage db = buffers.blank(g.channels());
            backend.norm().backwardFixed(g, buffers.of(x), buffers.of(mean), buffers.of(var), buffers.of(w), buffers.of(b), dys,
                    dx,
                    dw, db);
            return buffers.read(dx, dw, db);
        };
    }

    /// @param added whether {@code r} is
    double[] normalizeMagnitude(boolean added) {
        double[] magnitude = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            int c = i % g.channels();
            magnitude[i] = Math.abs(w[c]) * xHat(i) + Math.abs(b[c]) + (added ? Math.abs(r[i]) : 0);
        }
        return magnitude;
    }

    double[] backwardMagnitude() {
        double[] magnitude = backwardFixedMagnitude();
        for (int i = 0; i < x.length; i++) {
            int c = i % g.channels();
            double dw = magnitude[x.length + c];
            double db = magnitude[x.length + g.channels() + c];
            magnitude[i] += Math.abs(w[c]) * invStd(c) * (db + xHat(i) * dw) / g.rows();
        }
        return magnitude;
    }

    double[] backwardFixedMagnitude() {
        double[] magnitude = new double[x.length + 2 * g.channels()];
        double[] z = normalizeMagnitude(false);
        for (int i = 0; i < x.length; i++) {
            int c = i % g.channels();
            // A curved activation's derivative passes on the error of what it is taken at.
            double dz = Math.abs(dy[i]) * (curved() ? 2 + z[i] : 1);
            magnitude[i] = Math.abs(w[c]) * dz * invStd(c);
            magnitude[x.length + c] += dz * xHat(i);
            magnitude[x.length + g.channels() + c] += dz;
        }
        return magnitude;
    }

    private boolean curved() {
        return g.activation() == Activation.SILU || g.activation() == Activation.GELU;
    }

    private double invStd(int c) {
        return 1 / Math.sqrt(var[c] + g.eps());
    }

    /// Size of the two terms of {@code (x - mean) · invStd}, which a kernel may multiply out.
    private double xHat(int i) {
        int c = i % g.channels();
        return (Math.abs(x[i]) + Math.abs(mean[c])) * invStd(c);
    }
}
