package earshot.engine.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.engine.Layout;
import earshot.engine.Shape;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/// The rules by which weights begin, by their formulas and by the moments of what they draw.
class InitializerRulesTest {
    private static final Backend CPU = Backends.create("cpu", 2);
    private static final Backend REFERENCE = Backends.create("reference", 1);
    private static final int MANY = 100_000;

    @Test
    void fansCountTheWindow() {
        assertEquals(new Fans(5, 7), Fans.of(Shape.of(7, 5), Layout.PLAIN));
        assertEquals(new Fans(4 * 6, 8 * 6), Fans.of(Shape.of(2, 3, 4, 8), Layout.CONV_WEIGHT));
        assertEquals("fans: a weight must have at least the axes [out, in], got [3]; give vectors a constant or a uniform range",
                assertThrows(IllegalArgumentException.class, () -> Fans.of(Shape.of(3), Layout.PLAIN)).getMessage());
    }

    @Property(tries = 200)
    void boundsAndDeviationsAreTheFormulas(@ForAll @IntRange(min = 1, max = 5000) int in,
            @ForAll @IntRange(min = 1, max = 5000) int out) {
        Fans fans = new Fans(in, out);
        assertEquals(Math.sqrt(6.0 / in), bound(Initializer.kaimingUniform(fans.in(), Gain.RELU)), 1e-14);
        assertEquals(Math.sqrt(2.0 / out), deviation(Initializer.kaimingNormal(fans.out(), Gain.RELU)), 1e-14);
        assertEquals(Math.sqrt(6.0 / (in + out)), bound(Initializer.xavierUniform(fans, Gain.LINEAR)), 1e-14);
        assertEquals(5.0 / 3 * Math.sqrt(2.0 / (in + out)), deviation(Initializer.xavierNormal(fans, Gain.TANH)), 1e-14);
        // PyTorch writes the default of its linear layers as Kaiming's rule with a leaky rectifier of slope √5.
        assertEquals(bound(Initializer.torchDefault(in)), bound(Initializer.kaimingUniform(in, Gain.leakyRelu(Math.sqrt(5)))),
                1e-14);
    }

    @Test
    void drawsHaveTheirMoments() {
        moments(draw(CPU, Initializer.kaimingUniform(50, Gain.RELU)), 0, Math.sqrt(2.0 / 50));
        moments(draw(CPU, Initializer.kaimingNormal(50, Gain.SELU)), 0, 0.75 / Math.sqrt(50));
        moments(draw(CPU, Initializer.xavierUniform(new Fans(30, 20), 1)), 0, Math.sqrt(2.0 / 50));
        moments(draw(CPU, Initializer.xavierNormal(new Fans(30, 20), 1)), 0, Math.sqrt(2.0 / 50));
        moments(draw(CPU, new TruncatedNormal(0.5, 0.02, -2, 2)), 0.5, 0.02);
        double bound = Math.sqrt(6.0 / 50);
        double[] uniform = draw(CPU, Initializer.kaimingUniform(50, Gain.RELU));
        assertEquals(bound, Arrays.stream(uniform).max().orElseThrow(), 1e-3 * bound);
        assertEquals(-bound, Arrays.stream(uniform).min().orElseThrow(), 1e-3 * bound);
    }

    @Test
    void truncationKeepsToItsRange() {
        // Of the standard normal within ±2: deviation √(1 - 4 φ(2) / (2 Φ(2) - 1)) = 0.8796; within ±1: 0.5396.
        moments(within(draw(CPU, TruncatedNormal.of(1)), -2, 2), 0, 0.8796);
        moments(within(draw(CPU, new TruncatedNormal(0, 1, -1, 1)), -1, 1), 0, 0.5396);
        // Above 0, the mean is √(2 / π) and the deviation √(1 - 2 / π).
        moments(within(draw(CPU, new TruncatedNormal(0, 1, 0, 100)), 0, 100), Math.sqrt(2 / Math.PI), Math.sqrt(1 - 2 / Math.PI));
        within(draw(CPU, new TruncatedNormal(0, 1, 2.9, 3)), 2.9f, 3);
    }

    @Test
    void truncatedDrawsDependOnSeedStreamAndPlaceAlone() {
        double[] all = draw(REFERENCE, TruncatedNormal.of(1), 7, 3, 1000);
        assertArrayEquals(Arrays.copyOf(all, 33), draw(REFERENCE, TruncatedNormal.of(1), 7, 3, 33));
        assertArrayEquals(all, draw(CPU, TruncatedNormal.of(1), 7, 3, 1000), 1e-6);
        assertFalse(Arrays.equals(all, draw(REFERENCE, TruncatedNormal.of(1), 8, 3, 1000)));
        assertFalse(Arrays.equals(all, draw(REFERENCE, TruncatedNormal.of(1), 7, 4, 1000)));
        assertEquals(1000, Arrays.stream(all).distinct().count());
    }

    @Test
    void aRangeOutOfReachIsRefused() {
        assertEquals("truncated normal: the range must cover a tenth of the deviation within three of the mean, got mean 0.0,"
                + " deviation 1.0, range 4.0 to 5.0",
                assertThrows(IllegalArgumentException.class, () -> new TruncatedNormal(0, 1, 4, 5)).getMessage());
        assertThrows(IllegalArgumentException.class, () -> new TruncatedNormal(0, 1, 1, -1));
        assertThrows(IllegalArgumentException.class, () -> new TruncatedNormal(0, 0, -1, 1));
        assertThrows(IllegalArgumentException.class, () -> new TruncatedNormal(0, 1, Double.NaN, 1));
    }

    @Test
    void aConstantIsTheSameEverywhere() {
        assertTrue(Arrays.stream(draw(CPU, new Initializer.Constant(0.25))).allMatch(v -> v == 0.25));
    }

    private static double bound(Initializer initializer) {
        return ((Initializer.Uniform) initializer).bound();
    }

    private static double deviation(Initializer initializer) {
        return ((Initializer.Normal) initializer).deviation();
    }

    private static double[] draw(Backend backend, Initializer initializer) {
        return draw(backend, initializer, 11, 0, MANY);
    }

    private static double[] draw(Backend backend, Initializer initializer, long seed, int stream, int n) {
        ParameterSource source = new ParameterSource(backend, seed);
        for (int i = 0; i < stream; i++) {
            source.parameter(Shape.of(1), Layout.PLAIN, new Initializer.Constant(0));
        }
        return source.parameter(Shape.of(n), Layout.PLAIN, initializer).value().doubles();
    }

    private static double[] within(double[] values, double low, double high) {
        assertTrue(Arrays.stream(values).allMatch(v -> v >= low && v <= high));
        return values;
    }

    /// Within four standard errors and a little.
    private static void moments(double[] values, double mean, double deviation) {
        double m = Arrays.stream(values).average().orElseThrow();
        double d = Math.sqrt(Arrays.stream(values).map(v -> (v - m) * (v - m)).average().orElseThrow());
        assertEquals(mean, m, 4 * deviation / Math.sqrt(values.length));
        assertEquals(deviation, d, 0.01 * deviation);
    }
}
