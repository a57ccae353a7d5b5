package earshot.kernels.attention;

import earshot.kernels.contract.Contract;
import java.util.Arrays;

/// How large the terms of an attention's results are: the formulas on absolute values. An error of a score is one of its weight
/// relative to it, so what a weight multiplies counts by the size of the scores.
final class AttentionMagnitude {
    private final AttentionOperands o;
    private final AttentionGeometry g;
    private final double[] normalizer;
    final double[] y;
    final double[] dq;
    final double[] dk;
    final double[] dv;
    final double[] dbias;

    AttentionMagnitude(AttentionOperands o) {
        this.o = o;
        this.g = o.g();
        double[] left = Contract.reference(o.forward());
        normalizer = Arrays.copyOfRange(left, o.dy().length, left.length);
        y = new double[o.dy().length];
        dq = new double[o.q().length];
        dk = o.k() == null ? dq : new double[o.k().length];
        dv = o.k() == null ? dq : new double[o.v().length];
        dbias = o.bias() == null ? new double[0] : new double[o.bias().length];
        for (int row = 0; row < o.rows(); row++) {
            row(row / (g.heads() * g.t()), row / g.t() % g.heads(), row % g.t(), row);
        }
    }

    double[] forward() {
        double[] rows = new double[normalizer.length];
        for (int row = 0; row < o.rows(); row++) {
            Arrays.fill(rows, 2 * row, 2 * row + 2,
                    size(row / (g.heads() * g.t()), row / g.t() % g.heads(), row % g.t()));
        }
        return AttentionOperands.join(y, rows);
    }

    double[] backward() {
        double[] gradients = o.k() == null ? dq : AttentionOperands.join(AttentionOperands.join(dq, dk), dv);
        return AttentionOperands.join(gradients, dbias);
    }

    /// 1 and the size of the largest score.
    private double size(int b, int h, int t) {
        double largest = 0;
        for (int s = 0; s < g.s(); s++) {
            largest = Math.max(largest, score(b, h, t, s, true));
        }
        return 1 + largest;
    }

    private void row(int b, int h, int t, int row) {
        int q0 = g.q().start(b, h) + t * g.q().row();
        int y0 = g.y().start(b, h) + t * g.y().row();
        double size = size(b, h, t);
        double[] p = new double[g.s()];
        for (int s = 0; s < g.s(); s++) {
            boolean padded = o.padding() != null && o.padding()[b * g.s() + s] != 0;
            p[s] = padded ? 0 : size * Math.exp(score(b, h, t, s, false) - normalizer[2 * row]) * normalizer[2 * row + 1];
            for (int i = 0; i < g.d(); i++) {
                y[y0 + i] += g.dropout().factor(row, g.s(), s) * p[s] * value(b, h, s, i);
            }
        }
        double delta = 0;
        for (int i = 0; i < g.d(); i++) {
            delta += Math.abs(o.dy()[y0 + i]) * y[y0 + i];
        }
        for (int s = 0; s < g.s(); s++) {
            int k0 = g.k().start(b, h) + s * g.k().row();
            int v0 = g.v().start(b, h) + s * g.v().row();
            double f = g.dropout().factor(row, g.s(), s);
            double dp = delta;
            for (int i = 0; i < g.d(); i++) {
                dp += f * Math.abs(o.dy()[y0 + i]) * value(b, h, s, i);
            }
            for (int i = 0; i < g.d(); i++) {
                dv[v0 + i] += f * p[s] * Math.abs(o.dy()[y0 + i]);
                dq[q0 + i] += Math.abs(g.scale()) * p[s] * dp * Math.abs(o.keys()[k0 + i]);
                dk[k0 + i] += Math.abs(g.scale()) * p[s] * dp * Math.abs(o.q()[q0 + i]);
            }
            if (o.bias() != null) {
                dbias[g.biasStart(b, h) + t * g.s() + s] += p[s] * dp;
            }
        }
    }

    private double value(int b, int h, int s, int i) {
        return Math.abs(o.values()[g.v().start(b, h) + s * g.v().row() + i]);
    }

    private double score(int b, int h, int t, int s, boolean absolute) {
        double sum = 0;
        for (int i = 0; i < g.d(); i++) {
            double term = g.scale() * o.q()[g.q().start(b, h) + t * g.q().row() + i]
                    * o.keys()[g.k().start(b, h) + s * g.k().row() + i];
            sum += absolute ? Math.abs(term) : term;
        }
        double bias = o.bias() == null ? 0 : o.bias()[g.biasStart(b, h) + t * g.s() + s];
        return sum + (absolute ? Math.abs(bias) : bias);
    }
}
