package earshot.kernels.elementwise;

import earshot.kernels.simd.WholeVectors;
import jdk.incubator.vector.FloatVector;

import static earshot.kernels.simd.Lanes.FLOATS;

/// Powers with one exponent for all: the usual ones by products and roots, a vector at a time, any other number by number in double.
/// {@code e^(exponent · ln x)} in float would lose a digit for every power of ten in the result.
final class SimdPower {
    private static final int L = FLOATS.length();

    private SimdPower() {
    }

    static void power(double exponent, float[] x, float[] y, int from, int to) {
        if (exponent == 2) {
            WholeVectors.run(from, to, (a, i, end) -> square(a[0], a[1], i, end), x, y);
        } else if (exponent == -1) {
            WholeVectors.run(from, to, (a, i, end) -> reciprocal(a[0], a[1], i, end), x, y);
        } else if (exponent == 0.5) {
            WholeVectors.run(from, to, (a, i, end) -> root(a[0], a[1], i, end), x, y);
        } else {
            for (int i = from; i < to; i++) {
                y[i] = (float) StrictMath.pow(x[i], exponent);
            }
        }
    }

    private static void square(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i += L) {
            FloatVector v = FloatVector.fromArray(FLOATS, x, i);
            v.mul(v).intoArray(y, i);
        }
    }

    private static void reciprocal(float[] x, float[] y, int from, int to) {
        FloatVector one = FloatVector.broadcast(FLOATS, 1f);
        for (int i = from; i < to; i += L) {
            one.div(FloatVector.fromArray(FLOATS, x, i)).intoArray(y, i);
        }
    }

    private static void root(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i += L) {
            FloatVector.fromArray(FLOATS, x, i).sqrt().intoArray(y, i);
        }
    }
}
