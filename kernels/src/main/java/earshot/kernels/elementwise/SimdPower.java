package earshot.kernels.elementwise;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

import static earshot.kernels.simd.Lanes.FLOATS;

/// Powers with one exponent for all: the usual ones by products and roots, a vector at a time, any other number by number in double.
/// {@code e^(exponent · ln x)} in float would lose a digit for every power of ten in the result.
final class SimdPower {
    private static final int L = FLOATS.length();

    private SimdPower() {
    }

    static void power(double exponent, float[] x, float[] y, int from, int to) {
        if (exponent == 2) {
            square(x, y, from, to);
        } else if (exponent == -1) {
            reciprocal(x, y, from, to);
        } else if (exponent == 0.5) {
            root(x, y, from, to);
        } else {
            for (int i = from; i < to; i++) {
                y[i] = (float) StrictMath.pow(x[i], exponent);
            }
        }
    }

    private static void square(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, to);
            FloatVector v = FloatVector.fromArray(FLOATS, x, i, m);
            v.mul(v).intoArray(y, i, m);
        }
    }

    private static void reciprocal(float[] x, float[] y, int from, int to) {
        FloatVector one = FloatVector.broadcast(FLOATS, 1f);
        for (int i = from; i < to; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, to);
            one.div(FloatVector.fromArray(FLOATS, x, i, m)).intoArray(y, i, m);
        }
    }

    private static void root(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, to);
            FloatVector.fromArray(FLOATS, x, i, m).sqrt().intoArray(y, i, m);
        }
    }
}
