package earshot.kernels.attention;

import earshot.kernels.DoubleStorage;
import earshot.kernels.Storage;
import java.util.Arrays;

/// [AttentionKernels] in double precision, query by query.
public final class ReferenceAttention implements AttentionKernels {

    @Override
    public void forward(AttentionGeometry g, AttentionInputs in, Storage y, Storage normalizer) {
        double[] vs = DoubleStorage.of(in.v());
        double[] ys = DoubleStorage.of(y);
        double[] norms = DoubleStorage.of(normalizer);
        for (int row = 0; row < g.batch() * g.heads() * g.t(); row++) {
            int b = row / (g.heads() * g.t());
            int h = row / g.t() % g.heads();
            int t = row % g.t();
            double[] p = scores(g, in, b, h, t);
            double max = Arrays.stream(p).max().orElseThrow();
            max = max == Double.NEGATIVE_INFINITY ? 0 : max;
            double sum = 0;
            for (int s = 0; s < g.s(); s++) {
                p[s] = Math.exp(p[s] - max);
                sum += p[s];
            }
            norms[2 * row] = max;
            norms[2 * row + 1] = sum == 0 ? 0 : 1 / sum;
            for (int i = 0; i < g.d(); i++) {
                double result = 0;
                for (int s = 0; s < g.s(); s++) {
                    result += g.dropout().factor(row, g.s(), s) * p[s] * vs[g.v().start(b, h) + s * g.v().row() + i];
                }
                ys[g.y().start(b, h) + t * g.y().row() + i] = result * norms[2 * row + 1];
            }
        }
    }

    @Override
    public void backward(AttentionGeometry g, AttentionInputs in, Storage y, Storage normalizer, Storage dy, Storage dq,
            Storage dk,
            Storage dv, Storage dbias) {
        double[] dqs = DoubleStorage.of(dq);
        double[] dks = DoubleStorage.of(dk);
        double[] dvs = DoubleStorage.of(dv);
        clear(g, g.q(), g.t(), dqs);
        clear(g, g.k(), g.s(), dks);
        clear(g, g.v(), g.s(), dvs);
        double[] dbiases = dbias == null ? null : DoubleStorage.of(dbias);
        if (dbias != null) {
            Arrays.fill(dbiases, 0, dbias.size(), 0);
        }
        double[] qs = DoubleStorage.of(in.q());
        double[] ks = DoubleStorage.of(in.k());
        double[] vs = DoubleStorage.of(in.v());
        double[] ys = DoubleStorage.of(y);
        double[] dys = DoubleStorage.of(dy);
        double[] norms = DoubleStorage.of(normalizer);
        for (int row = 0; row < g.batch() * g.heads() * g.t(); row++) {
            int b = row / (g.heads() * g.t());
            int h = row / g.t() % g.heads();
            int t = row % g.t();
            int q0 = g.q().start(b, h) + t * g.q().row();
            int y0 = g.y().start(b, h) + t * g.y().row();
            double[] x = scores(g, in, b, h, t);
            double delta = dot(dys, y0, ys, y0, g.d());
            for (int s = 0; s < g.s(); s++) {
                int k0 = g.k().start(b, h) + s * g.k().row();
                int v0 = g.v().start(b, h) + s * g.v().row();
                double p = Math.exp(x[s] - norms[2 * row]) * norms[2 * row + 1];
                double factor = g.dropout().factor(row, g.s(), s);
                double dx = p * (factor * dot(dys, y0, vs, v0, g.d()) - delta);
                for (int i = 0; i < g.d(); i++) {
                    dvs[v0 + i] += factor * p * dys[y0 + i];
                    dqs[q0 + i] += g.scale() * dx * ks[k0 + i];
                    dks[k0 + i] += g.scale() * dx * qs[q0 + i];
                }
                if (dbias != null) {
                    dbiases[g.biasStart(b, h) + t * g.s() + s] += dx;
                }
            }
        }
    }

    /// The scores of one query; -∞ for padded keys.
    private static double[] scores(AttentionGeometry g, AttentionInputs in, int b, int h, int t) {
        double[] qs = DoubleStorage.of(in.q());
        double[] ks = DoubleStorage.of(in.k());
        double[] x = new double[g.s()];
        for (int s = 0; s < g.s(); s++) {
            x[s] = g.scale() * dot(qs, g.q().start(b, h) + t * g.q().row(), ks, g.k().start(b, h) + s * g.k().row(), g.d());
            if (in.bias() != null) {
                x[s] += DoubleStorage.of(in.bias())[g.biasStart(b, h) + t * g.s() + s];
            }
            if (in.padding() != null && DoubleStorage.of(in.padding())[b * g.s() + s] != 0) {
                x[s] = Double.NEGATIVE_INFINITY;
            }
        }
        return x;
    }

    private static double dot(double[] a, int a0, double[] b, int b0, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += a[a0 + i] * b[b0 + i];
        }
        return sum;
    }

    private static void clear(AttentionGeometry g, HeadRows at, int rows, double[] to) {
        for (int head = 0; head < g.batch() * g.heads(); head++) {
            for (int r = 0; r < rows; r++) {
                int from = at.start(head / g.heads(), head % g.heads()) + r * at.row();
                Arrays.fill(to, from, from + g.d(), 0);
            }
        }
    }
}
