package earshot.kernels.contract;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// A recipe for operands: jqwik shrinks the recipe, not thousands of numbers. Every value is exact in {@code float}, so that a
/// backend in single precision and the reference see the same numbers.
public record Values(Kind kind, int seed) {

    /// What the numbers look like, from tame to wild.
    public enum Kind {
        /// Whole numbers from -3 to 3: sums are exact, and equal values are frequent.
        INTEGERS,
        /// Standard normal.
        NORMAL,
        /// One value everywhere.
        CONSTANT,
        /// Zeros of both signs, ones, large and tiny numbers among normal ones.
        EDGES
    }

    private static final double[] EDGES = {0.0, -0.0, 1, -1, 1e4, -1e4, 1e-4, -1e-4, 1e-20, -1e-20};

    /// {@code n} numbers; the same for the same {@code operand}, different for different ones.
    public double[] draw(String operand, int n) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(31L * seed + operand.hashCode());
        double constant = (float) random.nextGaussian();
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = switch (kind) {
                case INTEGERS -> random.nextInt(-3, 4);
                case NORMAL -> (float) random.nextGaussian();
                case CONSTANT -> constant;
                case EDGES -> random.nextInt(4) == 0
                        ? (float) EDGES[random.nextInt(EDGES.length)]
                        : (float) random.nextGaussian();
            };
        }
        return values;
    }

    /// The absolute value of every element.
    public static double[] absolute(double[] values) {
        return Arrays.stream(values).map(Math::abs).toArray();
    }

    /// Every element rounded to {@code float}.
    public static double[] rounded(double[] values) {
        return Arrays.stream(values).map(v -> (float) v).toArray();
    }
}
