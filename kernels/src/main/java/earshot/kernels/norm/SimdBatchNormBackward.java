package earshot.kernels.norm;

import earshot.kernels.FloatStorage;
import earshot.kernels.Storage;
import earshot.kernels.elementwise.Activation;
import earshot.kernels.elementwise.SimdUnary;
import earshot.kernels.simd.Scratch;
import earshot.kernels.simd.Workers;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

import static earshot.kernels.simd.Lanes.FLOATS;

/// The gradients of batch normalisation: a pass that sums for the parameters, and one that uses the sums for the input.
///
/// What a rectifier let through is worked out in both, which costs two operations. The derivative of any other activation costs too much
/// for that: the first pass leaves {@code dy · f'(z)} where {@code dx} will stand.
final class SimdBatchNormBackward {
    /// Elements whose derivative is worked out at a time: they stay in the first-level cache.
    private static final int BLOCK = 1 << 11;
    private static final int L = FLOATS.length();

    private final Workers workers;

    SimdBatchNormBackward(Workers workers) {
        this.workers = workers;
    }

    /// {@link NormKernels#backward} and {@link NormKernels#backwardFixed}.
    ///
    /// @param own whether the statistics are those of {@code x}
    void backward(BatchNormGeometry g, boolean own, Storage x, Storage mean, Storage var, Storage w, Storage b, Storage dy,
            Storage dx, Storage dw, Storage db) {
        float[] xv = FloatStorage.of(x);
        float[] dxv = FloatStorage.of(dx);
        float[] varv = FloatStorage.of(var);
        float[] dwv = FloatStorage.of(dw);
        float[] dbv = FloatStorage.of(db);
        float[] scale = SimdBatchNorm.scale(g, w, var);
        float[] centre = FloatStorage.of(mean);
        Rectifier rectifier = Rectifier.of(g, centre, scale, FloatStorage.of(b));
        float[] dz = FloatStorage.of(dy);
        if (g.activation() == Activation.SILU || g.activation() == Activation.GELU) {
            float[] shift = FloatStorage.of(b);
            sums(g, rectifier, xv, dxv,
                    (row, rows) -> derivative(g, xv, row, rows, centre, scale, shift, FloatStorage.of(dy), dxv),
                    varv, dwv, dbv);
            dz = dxv;
        } else {
            sums(g, rectifier, xv, dz, (row, rows) -> {
            }, varv, dwv, dbv);
        }
        float[] slope = new float[scale.length];
        float[] shift = new float[scale.length];
        for (int i = 0; own && i < scale.length; i++) {
            slope[i] = (float) (-scale[i] * dwv[i] / (g.rows() * Math.sqrt(varv[i] + g.eps())));
            shift[i] = (float) (-(double) scale[i] * dbv[i] / g.rows());
        }
        inputGradient(g, rectifier, xv, scale, slope, shift, dz, dxv);
    }

    /// Where {@code dz} counts: unless {@code scale · (x - centre) + shift <= 0}, the very numbers that the forward pass rectified. Without a
    /// rectifier it is 1 everywhere. A NaN counts: a network that diverges must show it.
    private record Rectifier(float[] centre, float[] scale, float[] shift) {

        static Rectifier of(BatchNormGeometry g, float[] mean, float[] scale, float[] b) {
            if (g.activation() == Activation.RELU) {
                return new Rectifier(mean, scale, b);
            }
            float[] one = new float[g.channels()];
            Arrays.fill(one, 1f);
            return new Rectifier(mean, new float[g.channels()], one);
        }
    }

    /// {@code dx = dy · f'(z)} for some rows.
    private static void derivative(BatchNormGeometry g, float[] x, int row, int rows, float[] centre, float[] scale,
            float[] shift,
            float[] dy, float[] dx) {
        int c = g.channels();
        int step = Math.max(1, BLOCK / c);
        float[] z = Scratch.BLOCK.floats(step * c);
        float[] d = Scratch.PRODUCTS.floats(step * c);
        for (int r = row; r < row + rows; r += step) {
            int n = Math.min(step, row + rows - r);
            for (int i = 0; i < n; i++) {
                SimdBatchNorm.normalize(c, x, (r + i) * c, centre, scale, shift, Float.NEGATIVE_INFINITY, z, i * c);
            }
            System.arraycopy(dy, r * c, d, 0, n * c);
            SimdUnary.backward(g.activation().function(), z, d, d, 0, n * c);
            System.arraycopy(d, 0, dx, r * c, n * c);
        }
    }

    /// {@code dx = scale · dz + slope · (x - mean) + shift}.
    private void inputGradient(BatchNormGeometry g, Rectifier rectifier, float[] x, float[] scale, float[] slope, float[] shift,
            float[] dz, float[] dx) {
        int c = g.channels();
        workers.stretches(g.rows(), Math.max(1, SimdBatchNorm.GRAIN / c), (from, to) -> {
            for (int r = from; r < to; r++) {
                inputGradient(c, rectifier.centre, rectifier.scale, rectifier.shift, x, r * c, scale, slope, shift, dz, dx);
            }
        });
    }

    private static void inputGradient(int c, float[] centre, float[] slopeZ, float[] shiftZ, float[] x, int x0, float[] scale,
            float[] slope, float[] shift, float[] dy, float[] dx) {
        int i = 0;
        for (; i + L <= c; i += L) {
            FloatVector d = FloatVector.fromArray(FLOATS, x, x0 + i).sub(FloatVector.fromArray(FLOATS, centre, i));
            FloatVector z = d.fma(FloatVector.fromArray(FLOATS, slopeZ, i), FloatVector.fromArray(FLOATS, shiftZ, i));
            FloatVector dz = FloatVector.fromArray(FLOATS, dy, x0 + i).blend(0f, z.compare(VectorOperators.LE, 0f));
            FloatVector s = d.fma(FloatVector.fromArray(FLOATS, slope, i), FloatVector.fromArray(FLOATS, shift, i));
            dz.fma(FloatVector.fromArray(FLOATS, scale, i), s).intoArray(dx, x0 + i);
        }
        if (i < c) {
            rest(i, c, centre, slopeZ, shiftZ, x, x0, scale, slope, shift, dy, dx);
        }
    }

    /// The channels from {@code i} on, less than a vector of them; apart, because the compiler has not registers enough for both.
    private static void rest(int i, int c, float[] centre, float[] slopeZ, float[] shiftZ, float[] x, int x0, float[] scale,
            float[] slope, float[] shift, float[] dy, float[] dx) {
        VectorMask<Float> m = FLOATS.indexInRange(i, c);
        FloatVector d = FloatVector.fromArray(FLOATS, x, x0 + i, m).sub(FloatVector.fromArray(FLOATS, centre, i, m));
        FloatVector z = d.fma(FloatVector.fromArray(FLOATS, slopeZ, i, m), FloatVector.fromArray(FLOATS, shiftZ, i, m));
        FloatVector dz = FloatVector.fromArray(FLOATS, dy, x0 + i, m).blend(0f, z.compare(VectorOperators.LE, 0f));
        FloatVector s = d.fma(FloatVector.fromArray(FLOATS, slope, i, m), FloatVector.fromArray(FLOATS, shift, i, m));
        dz.fma(FloatVector.fromArray(FLOATS, scale, i, m), s).intoArray(dx, x0 + i, m);
    }

    /// The gradients of weight and bias.
    ///
    /// @param first what is done with a part's rows before they are summed
    private void sums(BatchNormGeometry g, Rectifier rectifier, float[] x, float[] dz, Workers.Stretch first, float[] var,
            float[] dw,
            float[] db) {
        int c = g.channels();
        int part = SimdBatchNorm.part(g);
        int parts = (g.rows() + part - 1) / part;
        float[] partials = Scratch.PARTIALS.floats(Math.multiplyExact(2 * parts, c));
        workers.run(parts, p -> {
            int rows = Math.min(part, g.rows() - p * part);
            first.accept(p * part, rows);
            products(x, rectifier.centre, rectifier.scale, rectifier.shift, dz, p * part * c, rows, c, partials, 2 * p * c);
        });
        for (int i = 0; i < c; i++) {
            double s = 0;
            double q = 0;
            for (int p = 0; p < parts; p++) {
                s += partials[2 * p * c + i];
                q += partials[(2 * p + 1) * c + i];
            }
            db[i] = (float) s;
            dw[i] = (float) (q / Math.sqrt(var[i] + g.eps()));
        }
    }

    /// Sums of {@code dz} and of {@code dz · (x - mean)} for every channel.
    private static void products(float[] x, float[] mean, float[] slope, float[] shift, float[] dy, int x0, int rows, int c,
            float[] to, int to0) {
        for (int i = 0; i < c; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, c);
            FloatVector centre = FloatVector.fromArray(FLOATS, mean, i, m);
            FloatVector scale = FloatVector.fromArray(FLOATS, slope, i, m);
            FloatVector offset = FloatVector.fromArray(FLOATS, shift, i, m);
            FloatVector s = FloatVector.zero(FLOATS);
            FloatVector q = FloatVector.zero(FLOATS);
            for (int r = 0; r < rows; r++) {
                FloatVector d = FloatVector.fromArray(FLOATS, x, x0 + r * c + i, m).sub(centre);
                FloatVector dz = FloatVector.fromArray(FLOATS, dy, x0 + r * c + i, m).blend(0f,
                        d.fma(scale, offset).compare(VectorOperators.LE, 0f));
                s = s.add(dz);
                q = dz.fma(d, q);
            }
            s.intoArray(to, to0 + i, m);
            q.intoArray(to, to0 + c + i, m);
        }
    }
}
