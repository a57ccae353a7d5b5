package earshot.kernels.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.kernels.Storage;
import earshot.kernels.contract.Contract;
import earshot.kernels.contract.Shapes;
import earshot.kernels.contract.Tolerance;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.Test;

/// What every [RandomKernels] must do.
@Domain(Shapes.class)
@Domain(DomainContext.Global.class)
public abstract class RandomContract extends Contract {
    private static final int MANY = 200_003;

    @Property(tries = 100)
    void uniformAgreesWithTheReference(@ForAll Shapes.Length length, @ForAll long seed, @ForAll long stream) {
        double[] magnitude = new double[length.n()];
        Arrays.fill(magnitude, 2.5);
        agrees(Tolerance.RANDOM, 1, uniform(length.n(), seed, stream, -1.5, 1), magnitude);
    }

    @Property(tries = 100)
    void normalAgreesWithTheReference(@ForAll Shapes.Length length, @ForAll long seed, @ForAll long stream) {
        double[] magnitude = Arrays.stream(reference(normal(length.n(), seed, stream, 0, 2))).map(z -> 0.5 + Math.abs(z))
                .toArray();
        agrees(Tolerance.RANDOM, 1, normal(length.n(), seed, stream, 0.5, 2), magnitude);
    }

    @Property(tries = 100)
    void bernoulliIsTheSameEverywhere(@ForAll Shapes.Length length, @ForAll long seed, @ForAll long stream) {
        agrees(Tolerance.EXACT, bernoulli(length.n(), seed, stream, 0.7, 4));
    }

    @Test
    void bernoulliHitsAsOftenAsItSays() {
        for (double p : new double[]{0, 0.1, 0.5, 1}) {
            double[] y = tested(bernoulli(MANY, 5, 6, p, 2));
            assertTrue(Arrays.stream(y).allMatch(v -> v == 0 || v == 2));
            assertEquals(2 * p, moment(y, 0, 1), 10 * Math.sqrt(p * (1 - p) / MANY));
        }
        sameBits(bernoulli(MANY, 5, 6, 0.3, 1));
    }

    @Test
    void streamsStartWithThePublishedWords() {
        double[] words = {0x6627e8, 0xe169c5, 0xbc57ac, 0x9b00db};
        assertArrayEquals(words, tested(uniform(4, 0, 0, 0, 1 << 24)));
    }

    @Test
    void longFillsContinueShortOnes() {
        assertArrayEquals(tested(uniform(33, 5, 6, 0, 1)), Arrays.copyOf(tested(uniform(MANY, 5, 6, 0, 1)), 33));
        assertArrayEquals(tested(normal(33, 5, 6, 0, 1)), Arrays.copyOf(tested(normal(MANY, 5, 6, 0, 1)), 33));
    }

    @Test
    void uniformKeepsToItsRange() {
        // The first word of this stream has 24 ones at its head, so rounding to float would give the upper bound itself.
        long seed = 1234;
        long stream = 266_379;
        for (double low : new double[]{1, -1, 0, 4096}) {
            double[] y = tested(uniform(1, seed, stream, low, low + 1));
            assertTrue(y[0] >= low && y[0] < low + 1, "uniform in [" + low + ", " + (low + 1) + ") gave " + y[0]);
        }
        double[] y = tested(uniform(MANY, 1, 2, -0.25, 0.75));
        assertTrue(Arrays.stream(y).allMatch(u -> u >= -0.25 && u < 0.75));
        assertArrayEquals(new double[]{3, 3, 3}, tested(uniform(3, seed, stream, 3, 3)));
    }

    @Test
    void momentsAreThoseOfTheDistributions() {
        // Bounds of five standard errors.
        double[] uniform = tested(uniform(MANY, 11, 0, 0, 1));
        assertEquals(0.5, moment(uniform, 0, 1), 5 * 0.289 / Math.sqrt(MANY));
        assertEquals(1.0 / 12, moment(uniform, 0.5, 2), 5 * 0.075 / Math.sqrt(MANY));
        double[] normal = tested(normal(MANY, 11, 0, 0, 1));
        assertEquals(0, moment(normal, 0, 1), 5 / Math.sqrt(MANY));
        assertEquals(1, moment(normal, 0, 2), 5 * Math.sqrt(2.0 / MANY));
        assertEquals(0, moment(normal, 0, 3), 5 * Math.sqrt(15.0 / MANY));
        assertEquals(3, moment(normal, 0, 4), 5 * Math.sqrt(96.0 / MANY));
        double product = 0;
        for (int i = 1; i < MANY; i++) {
            product += normal[i] * normal[i - 1] / MANY;
        }
        assertEquals(0, product, 5 / Math.sqrt(MANY), "correlation of neighbours");
    }

    @Test
    void seedsAndStreamsDiffer() {
        double[] first = tested(uniform(4, 1, 1, 0, 1));
        assertTrue(first[0] != tested(uniform(4, 2, 1, 0, 1))[0]);
        assertTrue(first[0] != tested(uniform(4, 1, 2, 0, 1))[0]);
        assertTrue(first[0] != tested(uniform(4, 1 + (1L << 32), 1, 0, 1))[0]);
        assertTrue(first[0] != tested(uniform(4, 1, 1 + (1L << 32), 0, 1))[0]);
    }

    @Test
    void givesTheSameBitsWithAnyNumberOfThreads() {
        sameBits(uniform(MANY, 3, 4, -1, 1));
        sameBits(normal(MANY, 3, 4, 1, 2));
    }

    private static double moment(double[] values, double centre, int power) {
        return Arrays.stream(values).map(v -> Math.pow(v - centre, power)).average().orElseThrow();
    }

    private static Call uniform(int n, long seed, long stream, double low, double high) {
        return (backend, buffers) -> {
            Storage y = buffers.blank(n);
            backend.random().uniform(n, seed, stream, low, high, y);
            return buffers.read(y);
        };
    }

    private static Call normal(int n, long seed, long stream, double mean, double deviation) {
        return (backend, buffers) -> {
            Storage y = buffers.blank(n);
            backend.random().normal(n, seed, stream, mean, deviation, y);
            return buffers.read(y);
        };
    }

    private static Call bernoulli(int n, long seed, long stream, double p, double value) {
        return (backend, buffers) -> {
            Storage y = buffers.blank(n);
            backend.random().bernoulli(n, seed, stream, p, value, y);
            return buffers.read(y);
        };
    }
}
