package earshot.kernels.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;

/// Gradients by differences, in double precision: the proof of the reference's own gradients.
///
/// A function {@code f} of an array is contracted with a random cotangent {@code dy}, so that every output counts with a weight of
/// its own; a plain sum could not see, for example, a softmax, whose outputs always add up to 1.
public final class CentralDifferences {
    private static final double STEP = 1e-5;
    private static final double RELATIVE = 1e-6;

    private CentralDifferences() {
    }

    /// Fails unless {@code dx} is the gradient of {@code <f(x), dy>}.
    public static void assertGradient(UnaryOperator<double[]> f, double[] x, double[] dy, double[] dx) {
        ToDoubleFunction<double[]> loss = at -> dot(f.apply(at), dy);
        double largest = 1;
        for (double d : dx) {
            largest = Math.max(largest, Math.abs(d));
        }
        assertEquals(x.length, dx.length);
        for (int i = 0; i < x.length; i++) {
            double[] moved = x.clone();
            moved[i] = x[i] + STEP;
            double above = loss.applyAsDouble(moved);
            moved[i] = x[i] - STEP;
            double below = loss.applyAsDouble(moved);
            double difference = (above - below) / (2 * STEP);
            assertEquals(difference, dx[i], RELATIVE * largest, "gradient at [" + i + "] against central difference");
        }
    }

    /// {@code Σ a · b}.
    public static double dot(double[] a, double[] b) {
        assertEquals(a.length, b.length);
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
