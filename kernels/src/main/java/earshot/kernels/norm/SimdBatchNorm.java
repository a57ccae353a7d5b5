package earshot.kernels.norm;

import earshot.kernels.FloatStorage;
import earshot.kernels.Storage;
import earshot.kernels.elementwise.Activation;
import earshot.kernels.elementwise.SimdUnary;
import earshot.kernels.simd.Scratch;
import earshot.kernels.simd.Workers;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

import static earshot.kernels.simd.Lanes.FLOATS;

/// Batch normalisation over contiguous channels, forward. Sums over rows go in two levels: parts of [#PART] rows by vectors, the parts
/// one after another in double, in an order that the geometry fixes.
final class SimdBatchNorm {
    /// Most rows of a part.
    private static final int PART = 512;
    /// Most elements of a part, so that wide tensors of few rows fall into several.
    private static final int PART_SIZE = 1 << 15;
    /// Elements of a task that only maps: they are still in the second-level cache when an activation passes over them once more.
    static final int GRAIN = 1 << 15;
    private static final int L = FLOATS.length();

    private final Workers workers;

    SimdBatchNorm(Workers workers) {
        this.workers = workers;
    }

    /// Rows of a part.
    static int part(BatchNormGeometry g) {
        return Math.clamp(PART_SIZE / g.channels(), 1, PART);
    }

    /// {@link NormKernels#statistics}.
    void statistics(BatchNormGeometry g, Storage x, Storage mean, Storage var) {
        float[] xv = FloatStorage.of(x);
        float[] meanv = FloatStorage.of(mean);
        float[] varv = FloatStorage.of(var);
        int c = g.channels();
        int part = part(g);
        int parts = (g.rows() + part - 1) / part;
        float[] partials = Scratch.PARTIALS.floats(Math.multiplyExact(3 * parts, c));
        workers.run(parts, p -> {
            int rows = Math.min(part, g.rows() - p * part);
            moments(xv, p * part * c, rows, c, partials, 3 * p * c);
        });
        for (int i = 0; i < c; i++) {
            combine(partials, part, i, g, meanv, varv);
        }
    }

    /// For every channel of a part: its mean, to single precision, and the sums of {@code x - mean} and of its square. The mean,
    /// not any row, is taken off, so that neither a mean far above the spread nor an outlier costs digits; the second pass
    /// finds the part in the cache.
    private static void moments(float[] x, int x0, int rows, int c, float[] to, int to0) {
        for (int i = 0; i < c; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, c);
            FloatVector sum = FloatVector.zero(FLOATS);
            for (int r = 0; r < rows; r++) {
                sum = sum.add(FloatVector.fromArray(FLOATS, x, x0 + r * c + i, m));
            }
            FloatVector mean = sum.div(rows);
            FloatVector s = FloatVector.zero(FLOATS);
            FloatVector q = FloatVector.zero(FLOATS);
            for (int r = 0; r < rows; r++) {
                FloatVector d = FloatVector.fromArray(FLOATS, x, x0 + r * c + i, m).sub(mean);
                s = s.add(d);
                q = d.fma(d, q);
            }
            mean.intoArray(to, to0 + i, m);
            s.intoArray(to, to0 + c + i, m);
            q.intoArray(to, to0 + 2 * c + i, m);
        }
    }

    /// Joins the parts of one channel (Chan, Golub and LeVeque, 1983).
    private static void combine(float[] partials, int part, int i, BatchNormGeometry g, float[] mean, float[] var) {
        int c = g.channels();
        double n = 0;
        double centre = 0;
        double squares = 0;
        for (int p = 0; p * part < g.rows(); p++) {
            int rows = Math.min(part, g.rows() - p * part);
            double s = partials[(3 * p + 1) * c + i];
            double q = partials[(3 * p + 2) * c + i];
            double partCentre = partials[3 * p * c + i] + s / rows;
            double d = partCentre - centre;
            squares += q - s * s / rows + d * d * n * rows / (n + rows);
            centre += d * rows / (n + rows);
            n += rows;
        }
        mean[i] = (float) centre;
        var[i] = (float) Math.max(0, squares / n);
    }

    /// {@link NormKernels#normalize}.
    void normalize(BatchNormGeometry g, Storage x, Storage mean, Storage var, Storage w, Storage b, Storage r, Storage y) {
        int c = g.channels();
        float[] scale = scale(g, w, var);
        float[] centre = FloatStorage.of(mean);
        float[] shift = FloatStorage.of(b);
        float[] xv = FloatStorage.of(x);
        float[] rv = r == null ? null : FloatStorage.of(r);
        float[] yv = FloatStorage.of(y);
        float least = g.activation() == Activation.RELU ? 0 : Float.NEGATIVE_INFINITY;
        workers.stretches(g.rows(), Math.max(1, GRAIN / c), (from, to) -> {
            for (int row = from; row < to; row++) {
                if (rv == null) {
                    normalize(c, xv, row * c, centre, scale, shift, least, yv, row * c);
                } else {
                    normalize(c, xv, row * c, centre, scale, shift, rv, least, yv);
                }
            }
            if (g.activation() == Activation.SILU || g.activation() == Activation.GELU) {
                SimdUnary.forward(g.activation().function(), yv, yv, from * c, to * c);
            }
        });
    }

    /// One row: {@code y = scale · (x - centre) + shift}, but not below {@code least}. (A comparison and a blend; {@code max} is half a dozen
    /// instructions for the sake of signed zeros.)
    static void normalize(int c, float[] x, int x0, float[] centre, float[] scale, float[] shift, float least, float[] y,
            int y0) {
        int i = 0;
        for (; i + L <= c; i += L) {
            FloatVector d = FloatVector.fromArray(FLOATS, x, x0 + i).sub(FloatVector.fromArray(FLOATS, centre, i));
            FloatVector z = d.fma(FloatVector.fromArray(FLOATS, scale, i), FloatVector.fromArray(FLOATS, shift, i));
            z.blend(least, z.compare(VectorOperators.LT, least)).intoArray(y, y0 + i);
        }
        if (i < c) {
            VectorMask<Float> m = FLOATS.indexInRange(i, c);
            FloatVector d = FloatVector.fromArray(FLOATS, x, x0 + i, m).sub(FloatVector.fromArray(FLOATS, centre, i, m));
            FloatVector z = d.fma(FloatVector.fromArray(FLOATS, scale, i, m), FloatVector.fromArray(FLOATS, shift, i, m));
            z.blend(least, z.compare(VectorOperators.LT, least)).intoArray(y, y0 + i, m);
        }
    }

    private static void normalize(int c, float[] x, int x0, float[] centre, float[] scale, float[] shift, float[] r, float least,
            float[] y) {
        int i = 0;
        for (; i + L <= c; i += L) {
            FloatVector d = FloatVector.fromArray(FLOATS, x, x0 + i).sub(FloatVector.fromArray(FLOATS, centre, i));
            FloatVector z = d.fma(FloatVector.fromArray(FLOATS, scale, i), FloatVector.fromArray(FLOATS, shift, i))
                    .add(FloatVector.fromArray(FLOATS, r, x0 + i));
            z.blend(least, z.compare(VectorOperators.LT, least)).intoArray(y, x0 + i);
        }
        if (i < c) {
            VectorMask<Float> m = FLOATS.indexInRange(i, c);
            FloatVector d = FloatVector.fromArray(FLOATS, x, x0 + i, m).sub(FloatVector.fromArray(FLOATS, centre, i, m));
            FloatVector z = d.fma(FloatVector.fromArray(FLOATS, scale, i, m), FloatVector.fromArray(FLOATS, shift, i, m))
                    .add(FloatVector.fromArray(FLOATS, r, x0 + i, m));
            z.blend(least, z.compare(VectorOperators.LT, least)).intoArray(y, x0 + i, m);
        }
    }

    /// {@link NormKernels#fold}.
    void fold(BatchNormGeometry g, Storage mean, Storage var, Storage w, Storage b, Storage scale, Storage shift) {
        float[] scales = scale(g, w, var);
        float[] means = FloatStorage.of(mean);
        float[] biases = FloatStorage.of(b);
        float[] shifts = FloatStorage.of(shift);
        System.arraycopy(scales, 0, FloatStorage.of(scale), 0, scales.length);
        for (int i = 0; i < scales.length; i++) {
            shifts[i] = (float) (biases[i] - (double) means[i] * scales[i]);
        }
    }

    /// {@code w / √(var + eps)}, computed in double.
    static float[] scale(BatchNormGeometry g, Storage w, Storage var) {
        float[] wv = FloatStorage.of(w);
        float[] varv = FloatStorage.of(var);
        float[] scale = new float[g.channels()];
        for (int i = 0; i < scale.length; i++) {
            scale[i] = (float) (wv[i] / Math.sqrt(varv[i] + g.eps()));
        }
        return scale;
    }
}
