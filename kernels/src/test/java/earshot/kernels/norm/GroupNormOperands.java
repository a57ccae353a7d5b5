package earshot.kernels.norm;

import earshot.kernels.Storage;
import earshot.kernels.contract.Contract;
import earshot.kernels.contract.Values;
import java.util.Arrays;

/// The operands of a group normalisation, and how large the terms of its results are. {@code w} and {@code b} may be null.
record GroupNormOperands(GroupNormGeometry g, double[] x, double[] w, double[] b, double[] dy) {

    /// Random operands.
    ///
    /// @param offset added to every element of {@code x}
    static GroupNormOperands draw(GroupNormGeometry g, Values v, int offset) {
        int n = g.items() * g.positions() * g.channels();
        double[] x = Values.rounded(Arrays.stream(v.draw("x", n)).map(e -> e + offset).toArray());
        return new GroupNormOperands(g, x, v.draw("w", g.channels()), v.draw("b", g.channels()), v.draw("dy", n));
    }

    GroupNormOperands withoutAffine() {
        return new GroupNormOperands(g, x, null, null, dy);
    }

    Contract.Call forward(boolean inPlace) {
        return (backend, buffers) -> {
            Storage xs = buffers.of(x);
            Storage y = inPlace ? xs : buffers.blank(x.length);
            backend.norm().groupNorm(g, xs, w == null ? null : buffers.of(w), b == null ? null : buffers.of(b), y);
            return buffers.read(y);
        };
    }

    /// {@code dx}, and if there is a weight {@code dw} and {@code db}.
    Contract.Call backward(boolean inPlace) {
        return (backend, buffers) -> {
            Storage dys = buffers.of(dy);
            Storage dx = inPlace ? dys : buffers.blank(x.length);
            if (w == null) {
                backend.norm().groupNormBackward(g, buffers.of(x), null, dys, dx, null, null);
                return buffers.read(dx);
            }
            Storage dw = buffers.blank(g.channels());
            Storage db = buffers.blank(g.channels());
            backend.norm().groupNormBackward(g, buffers.of(x), buffers.of(w), dys, dx, dw, db);
            return buffers.read(dx, dw, db);
        };
    }

    /// Every normalised value counts as at least 1, since it is a difference from the mean.
    double[] forwardMagnitude() {
        double[] xHat = xHat();
        double[] magnitude = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            magnitude[i] = weight(i) * (Math.abs(xHat[i]) + 1) + (b == null ? 0 : Math.abs(b[i % g.channels()]));
        }
        return magnitude;
    }

    double[] backwardMagnitude() {
        double[] xHat = xHat();
        double[] sums = new double[2 * g.items() * g.groups()];
        double[] magnitude = new double[x.length + (w == null ? 0 : 2 * g.channels())];
        for (int i = 0; i < x.length; i++) {
            double slope = weight(i) * Math.abs(dy[i]);
            sums[2 * group(i)] += slope;
            sums[2 * group(i) + 1] += slope * (Math.abs(xHat[i]) + 1);
            if (w != null) {
                magnitude[x.length + i % g.channels()] += Math.abs(dy[i]) * (Math.abs(xHat[i]) + 1);
                magnitude[x.length + g.channels() + i % g.channels()] += Math.abs(dy[i]);
            }
        }
        double[] invStd = invStd();
        for (int i = 0; i < x.length; i++) {
            magnitude[i] = invStd[group(i)] * (weight(i) * Math.abs(dy[i]) + sums[2 * group(i)] / g.count()
                    + (Math.abs(xHat[i]) + 1) * sums[2 * group(i) + 1] / g.count());
        }
        return magnitude;
    }

    private double weight(int i) {
        return w == null ? 1 : Math.abs(w[i % g.channels()]);
    }

    private int group(int i) {
        return i / (g.positions() * g.channels()) * g.groups() + i % g.channels() / g.width();
    }

    private double[] xHat() {
        return Contract.reference(withoutAffine().forward(false));
    }

    private double[] invStd() {
        double[] invStd = new double[g.items() * g.groups()];
        double[] sum = new double[invStd.length];
        for (int i = 0; i < x.length; i++) {
            sum[group(i)] += x[i];
        }
        for (int i = 0; i < x.length; i++) {
            double d = x[i] - sum[group(i)] / g.count();
            invStd[group(i)] += d * d / g.count();
        }
        return Arrays.stream(invStd).map(var -> 1 / Math.sqrt(var + g.eps())).toArray();
    }
}
