package earshot.kernels.elementwise;

import earshot.kernels.FloatStorage;
import earshot.kernels.Storage;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

import static earshot.kernels.simd.Lanes.FLOATS;

/// An [Epilogue] for kernels that hand over their sums block by block, where these stand in the result: a pass over what is still in the
/// cache.
public final class SimdEpilogue {
    private static final int L = FLOATS.length();

    private final float[] start;
    private final float[] scale;
    private final float[] shift;
    private final float[] r;
    private final Activation activation;
    private final boolean linear;

    /// @param channels of the result; those of [#start] too, which may be more
    /// @param started whether the sums begin with {@link #start} rather than 0
    public SimdEpilogue(Epilogue e, int channels, boolean started) {
        boolean begun = started && e.scale() == null;
        start = begun ? vector(e.shift(), channels, 0) : vector(null, channels, 0);
        scale = vector(e.scale(), channels, 1);
        shift = begun ? vector(null, channels, 0) : vector(e.shift(), channels, 0);
        r = e.r() == null ? null : FloatStorage.of(e.r());
        activation = e.activation();
        linear = e.scale() != null || r != null || !begun && e.shift() != null;
    }

    /// With room for a whole vector wherever one begins.
    ///
    /// @param missing what stands for all if {@code s} is null
    private static float[] vector(Storage s, int n, float missing) {
        float[] to = new float[n + L];
        if (s == null) {
            Arrays.fill(to, missing);
        } else {
            System.arraycopy(FloatStorage.of(s), 0, to, 0, Math.min(n, s.size()));
        }
        return to;
    }

    /// What sums may begin with, by channel: a bias that has no other scale than 1 costs nothing there.
    public float[] start() {
        return start;
    }

    /// Finishes sums in place.
    ///
    /// Its loops stand here and not in methods of their own, so that it is too long to be taken into the kernels that call it, where they
    /// were many times as slow.
    ///
    /// @param y0 where the first stands in the result
    /// @param yRow elements of the result from one row of sums to the next
    /// @param channel of the first
    /// @param n channels of each row
    public void apply(float[] y, int y0, int yRow, int rows, int channel, int n) {
        if (activation == Activation.SILU && r == null && n % L == 0) {
            silu(y, y0, yRow, rows, channel, n);
            return;
        }
        float least = activation == Activation.RELU ? 0 : Float.NEGATIVE_INFINITY;
        boolean pass = linear || activation == Activation.RELU;
        for (int row = 0; pass && r == null && row < rows; row++) {
            int at = y0 + row * yRow;
            int i = 0;
            for (; i + L <= n; i += L) {
                FloatVector z = FloatVector.fromArray(FLOATS, y, at + i).fma(FloatVector.fromArray(FLOATS, scale, channel + i),
                        FloatVector.fromArray(FLOATS, shift, channel + i));
                z.blend(least, z.compare(VectorOperators.LT, least)).intoArray(y, at + i);
            }
            if (i < n) {
                VectorMask<Float> m = FLOATS.indexInRange(i, n);
                FloatVector z = FloatVector.fromArray(FLOATS, y, at + i, m).fma(FloatVector.fromArray(FLOATS, scale, channel + i),
                        FloatVector.fromArray(FLOATS, shift, channel + i));
                z.blend(least, z.compare(VectorOperators.LT, least)).intoArray(y, at + i, m);
            }
        }
        for (int row = 0; r != null && row < rows; row++) {
            int at = y0 + row * yRow;
            int i = 0;
            for (; i + L <= n; i += L) {
                FloatVector z = FloatVector.fromArray(FLOATS, y, at + i).fma(FloatVector.fromArray(FLOATS, scale, channel + i),
                        FloatVector.fromArray(FLOATS, shift, channel + i)).add(FloatVector.fromArray(FLOATS, r, at + i));
                z.blend(least, z.compare(VectorOperators.LT, least)).intoArray(y, at + i);
            }
            if (i < n) {
                VectorMask<Float> m = FLOATS.indexInRange(i, n);
                FloatVector z = FloatVector.fromArray(FLOATS, y, at + i, m).fma(FloatVector.fromArray(FLOATS, scale, channel + i),
                        FloatVector.fromArray(FLOATS, shift, channel + i)).add(FloatVector.fromArray(FLOATS, r, at + i, m));
                z.blend(least, z.compare(VectorOperators.LT, least)).intoArray(y, at + i, m);
            }
        }
        if (activation == Activation.SILU || activation == Activation.GELU) {
            boolean joined = n == yRow;
            for (int i = 0; i < (joined ? 1 : rows); i++) {
                int from = y0 + i * yRow;
                SimdUnary.forward(activation.function(), y, y, from, from + (joined ? rows * n : n));
            }
        }
    }

    /// The commonest of all that need an exponential, in one pass.
    private void silu(float[] y, int y0, int yRow, int rows, int channel, int n) {
        for (int row = 0; row < rows; row++) {
            int at = y0 + row * yRow;
            for (int i = 0; i < n; i += L) {
                FloatVector z = FloatVector.fromArray(FLOATS, y, at + i).fma(FloatVector.fromArray(FLOATS, scale, channel + i),
                        FloatVector.fromArray(FLOATS, shift, channel + i));
                z.div(SimdFunctions.exp(z.neg()).add(1f)).intoArray(y, at + i);
            }
        }
    }
}
