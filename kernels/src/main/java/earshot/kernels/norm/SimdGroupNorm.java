package earshot.kernels.norm;

import earshot.kernels.FloatStorage;
import earshot.kernels.Storage;
import earshot.kernels.elementwise.SimdFunctions;
import earshot.kernels.simd.Scratch;
import earshot.kernels.simd.Workers;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

import static earshot.kernels.simd.Lanes.FLOATS;

/// Group and layer normalisation, a group at a time, which stays in the cache while it is read three times over.
///
/// The mean is kept in two parts, {@code centre + rest}: single precision cannot hold it finely enough where it is far above the
/// spread, but {@code x - centre} is exact there.
final class SimdGroupNorm {
    /// Rows of channels that are summed by vectors before double takes over.
    private static final int RUN = 64;
    /// Elements of a task.
    private static final int GRAIN = 1 << 14;
    private static final int L = FLOATS.length();

    // What [#moments] leaves.
    private static final int CENTRE = 0;
    private static final int REST = 1;
    private static final int INV_STD = 2;
    private static final int MOMENTS = 3;

    private final Workers workers;

    SimdGroupNorm(Workers workers) {
        this.workers = workers;
    }

    void forward(GroupNormGeometry g, Storage x, Storage w, Storage b, Storage y) {
        float[] xv = FloatStorage.of(x);
        float[] wv = weight(g, w);
        float[] bv = w == null ? new float[g.channels()] : FloatStorage.of(b);
        float[] yv = FloatStorage.of(y);
        workers.stretches(g.items() * g.groups(), Math.max(1, GRAIN / g.count()), (from, to) -> {
            float[] buffer = new float[L];
            float[] m = new float[MOMENTS];
            for (int i = from; i < to; i++) {
                int c = i % g.groups() * g.width();
                int at = i / g.groups() * g.positions() * g.channels() + c;
                moments(g, xv, at, buffer, m);
                for (int p = 0; p < g.positions(); p++) {
                    normalize(xv, at + p * g.channels(), g.width(), m, wv, bv, c, yv);
                }
            }
        });
    }

    private static void normalize(float[] x, int at, int width, float[] moments, float[] w, float[] b, int c, float[] y) {
        float centre = moments[CENTRE];
        float rest = moments[REST];
        float invStd = moments[INV_STD];
        int i = 0;
        for (; i + L <= width; i += L) {
            FloatVector xHat = FloatVector.fromArray(FLOATS, x, at + i).sub(centre).sub(rest).mul(invStd);
            xHat.fma(FloatVector.fromArray(FLOATS, w, c + i), FloatVector.fromArray(FLOATS, b, c + i)).intoArray(y, at + i);
        }
        if (i < width) {
            VectorMask<Float> m = FLOATS.indexInRange(i, width);
            FloatVector xHat = FloatVector.fromArray(FLOATS, x, at + i, m).sub(centre).sub(rest).mul(invStd);
            xHat.fma(FloatVector.fromArray(FLOATS, w, c + i, m), FloatVector.fromArray(FLOATS, b, c + i, m)).intoArray(y, at + i,
                    m);
        }
    }

    void backward(GroupNormGeometry g, Storage x, Storage w, Storage dy, Storage dx, Storage dw, Storage db) {
        float[] xv = FloatStorage.of(x);
        float[] wv = weight(g, w);
        float[] dyv = FloatStorage.of(dy);
        float[] dxv = FloatStorage.of(dx);
        int c = g.channels();
        int items = Math.max(1, GRAIN / (g.positions() * c));
        int parts = (g.items() + items - 1) / items;
        float[] partials = Scratch.PARTIALS.floats(Math.multiplyExact(2 * parts, c));
        workers.run(parts, part -> {
            int dw0 = 2 * part * c;
            Arrays.fill(partials, dw0, dw0 + 2 * c, 0f);
            float[] buffer = new float[L];
            float[] m = new float[MOMENTS];
            float[] means = new float[2];
            for (int item = part * items; item < Math.min(g.items(), (part + 1) * items); item++) {
                for (int group = 0; group < g.groups(); group++) {
                    int from = group * g.width();
                    int at = item * g.positions() * c + from;
                    moments(g, xv, at, buffer, m);
                    means(g, xv, at, m, wv, from, dyv, buffer, means);
                    for (int p = 0; p < g.positions(); p++) {
                        gradients(xv, at + p * c, g.width(), m, means, wv, from, dyv, dxv, partials, dw0 + from,
                                dw0 + c + from);
                    }
                }
            }
        });
        if (w != null) {
            addUp(partials, parts, c, FloatStorage.of(dw), FloatStorage.of(db));
        }
    }

    /// One row of {@code dx}, and its share of {@code dw} and {@code db}.
    private static void gradients(float[] x, int at, int width, float[] moments, float[] means, float[] w, int c, float[] dy,
            float[] dx, float[] sums, int dw0, int db0) {
        float centre = moments[CENTRE];
        float rest = moments[REST];
        float invStd = moments[INV_STD];
        int i = 0;
        for (; i + L <= width; i += L) {
            FloatVector xHat = FloatVector.fromArray(FLOATS, x, at + i).sub(centre).sub(rest).mul(invStd);
            FloatVector d = FloatVector.fromArray(FLOATS, dy, at + i);
            d.fma(xHat, FloatVector.fromArray(FLOATS, sums, dw0 + i)).intoArray(sums, dw0 + i);
            d.add(FloatVector.fromArray(FLOATS, sums, db0 + i)).intoArray(sums, db0 + i);
            FloatVector slope = d.mul(FloatVector.fromArray(FLOATS, w, c + i));
            slope.sub(means[0]).sub(xHat.mul(means[1])).mul(invStd).intoArray(dx, at + i);
        }
        if (i < width) {
            VectorMask<Float> m = FLOATS.indexInRange(i, width);
            FloatVector xHat = FloatVector.fromArray(FLOATS, x, at + i, m).sub(centre).sub(rest).mul(invStd);
            FloatVector d = FloatVector.fromArray(FLOATS, dy, at + i, m);
            d.fma(xHat, FloatVector.fromArray(FLOATS, sums, dw0 + i, m)).intoArray(sums, dw0 + i, m);
            d.add(FloatVector.fromArray(FLOATS, sums, db0 + i, m)).intoArray(sums, db0 + i, m);
            FloatVector slope = d.mul(FloatVector.fromArray(FLOATS, w, c + i, m));
            slope.sub(means[0]).sub(xHat.mul(means[1])).mul(invStd).intoArray(dx, at + i, m);
        }
    }

    private static void addUp(float[] partials, int parts, int c, float[] dw, float[] db) {
        for (int i = 0; i < c; i++) {
            double sumW = 0;
            double sumB = 0;
            for (int part = 0; part < parts; part++) {
                sumW += partials[2 * part * c + i];
                sumB += partials[(2 * part + 1) * c + i];
            }
            dw[i] = (float) sumW;
            db[i] = (float) sumB;
        }
    }

    /// {@code centre}, {@code rest} and {@code invStd} of the group that begins at {@code at}.
    private static void moments(GroupNormGeometry g, float[] x, int at, float[] buffer, float[] to) {
        double sum = 0;
        for (int p = 0; p < g.positions(); p += RUN) {
            sum += sum(x, at + p * g.channels(), Math.min(RUN, g.positions() - p), g, buffer);
        }
        float centre = (float) (sum / g.count());
        double rest = 0;
        double squares = 0;
        for (int p = 0; p < g.positions(); p += RUN) {
            deviations(x, at + p * g.channels(), Math.min(RUN, g.positions() - p), g, centre, buffer, to);
            rest += to[0];
            squares += to[1];
        }
        rest /= g.count();
        to[CENTRE] = centre;
        to[REST] = (float) rest;
        to[INV_STD] = (float) (1 / Math.sqrt(Math.max(0, squares / g.count() - rest * rest) + g.eps()));
    }

    private static float sum(float[] x, int at, int rows, GroupNormGeometry g, float[] buffer) {
        int width = g.width();
        FloatVector sum = FloatVector.zero(FLOATS);
        for (int r = 0; r < rows; r++) {
            int row = at + r * g.channels();
            int i = 0;
            for (; i + L <= width; i += L) {
                sum = sum.add(FloatVector.fromArray(FLOATS, x, row + i));
            }
            if (i < width) {
                sum = sum.add(FloatVector.fromArray(FLOATS, x, row + i, FLOATS.indexInRange(i, width)));
            }
        }
        return SimdFunctions.sum(sum, buffer);
    }

    /// The sums of {@code x - centre} and of its square, to the first two places.
    private static void deviations(float[] x, int at, int rows, GroupNormGeometry g, float centre, float[] buffer, float[] to) {
        int width = g.width();
        FloatVector sum = FloatVector.zero(FLOATS);
        FloatVector squares = FloatVector.zero(FLOATS);
        for (int r = 0; r < rows; r++) {
            int row = at + r * g.channels();
            int i = 0;
            for (; i + L <= width; i += L) {
                FloatVector d = FloatVector.fromArray(FLOATS, x, row + i).sub(centre);
                sum = sum.add(d);
                squares = d.fma(d, squares);
            }
            if (i < width) {
                VectorMask<Float> m = FLOATS.indexInRange(i, width);
                FloatVector d = FloatVector.zero(FLOATS).blend(FloatVector.fromArray(FLOATS, x, row + i, m).sub(centre), m);
                sum = sum.add(d);
                squares = d.fma(d, squares);
            }
        }
        to[0] = SimdFunctions.sum(sum, buffer);
        to[1] = SimdFunctions.sum(squares, buffer);
    }

    /// The means of {@code w · dy} and of {@code w · dy · x̂} over a group.
    private static void means(GroupNormGeometry g, float[] x, int at, float[] moments, float[] w, int c, float[] dy,
            float[] buffer,
            float[] to) {
        double sum = 0;
        double dot = 0;
        for (int p = 0; p < g.positions(); p += RUN) {
            slopes(x, at + p * g.channels(), Math.min(RUN, g.positions() - p), g, moments, w, c, dy, buffer, to);
            sum += to[0];
            dot += to[1];
        }
        to[0] = (float) (sum / g.count());
        to[1] = (float) (dot / g.count());
    }

    private static void slopes(float[] x, int at, int rows, GroupNormGeometry g, float[] moments, float[] w, int c, float[] dy,
            float[] buffer, float[] to) {
        int width = g.width();
        float centre = moments[CENTRE];
        float rest = moments[REST];
        FloatVector sum = FloatVector.zero(FLOATS);
        FloatVector dot = FloatVector.zero(FLOATS);
        for (int r = 0; r < rows; r++) {
            int row = at + r * g.channels();
            int i = 0;
            for (; i + L <= width; i += L) {
                FloatVector d = FloatVector.fromArray(FLOATS, dy, row + i).mul(FloatVector.fromArray(FLOATS, w, c + i));
                sum = sum.add(d);
                dot = d.fma(FloatVector.fromArray(FLOATS, x, row + i).sub(centre).sub(rest), dot);
            }
            if (i < width) {
                VectorMask<Float> m = FLOATS.indexInRange(i, width);
                FloatVector d = FloatVector.fromArray(FLOATS, dy, row + i, m).mul(FloatVector.fromArray(FLOATS, w, c + i, m));
                sum = sum.add(d);
                dot = d.fma(FloatVector.fromArray(FLOATS, x, row + i, m).sub(centre).sub(rest), dot);
            }
        }
        to[0] = SimdFunctions.sum(sum, buffer);
        to[1] = SimdFunctions.sum(dot, buffer) * moments[INV_STD];
    }

    private static float[] weight(GroupNormGeometry g, Storage w) {
        if (w != null) {
            return FloatStorage.of(w);
        }
        float[] ones = new float[g.channels()];
        Arrays.fill(ones, 1f);
        return ones;
    }
}
