package earshot.engine.jqwik;

import earshot.engine.Shape;
import earshot.engine.check.GradCheck.Input;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// Arbitraries of shapes and of operands, for properties whose parameters depend on each other.
///
/// ```java
/// @Provide
/// Arbitrary<List<Input>> twoOfOneShape() {
///     return Tensors.shapes(1, 3).flatMap(s -> Tensors.inputs(s, -2, 2).list().ofSize(2));
/// }
/// ```
///
/// A parameter of type [Input] or [Shape] needs none of this: [TensorShape] and [TensorValues] at the parameter say what it may be.
/// Failing shapes are shrunk to fewer and shorter axes.
public final class Tensors {
    /// Differences cost many forward passes: no shape has more elements.
    private static final int ELEMENTS = 600;
    private static final int[] SIZES = {1, 2, 3, 5, 7, 8, 9, 13, 15, 16, 17};

    private Tensors() {
    }

    /// Shapes whose axes are one, primes, and lengths one around those of vectors.
    public static Arbitrary<Shape> shapes(int minRank, int maxRank) {
        return shapes(minRank, maxRank, SIZES);
    }

    /// Shapes of at most 600 elements.
    ///
    /// @param sizes lengths that an axis may have, the simplest first; 0 makes empty tensors
    public static Arbitrary<Shape> shapes(int minRank, int maxRank, int... sizes) {
        Integer[] options = Arrays.stream(sizes).boxed().toArray(Integer[]::new);
        return Arbitraries.of(options).array(int[].class).ofMinSize(minRank).ofMaxSize(maxRank)
                .filter(s -> Arrays.stream(s).reduce(1, (a, b) -> a * b) <= ELEMENTS).map(Shape::of);
    }

    /// Operands of a shape with random values, exact in float, between two limits.
    public static Arbitrary<Input> inputs(Shape shape, double low, double high) {
        return inputs(shape, low, high, 0);
    }

    /// Operands of a shape whose values keep clear of 0.
    ///
    /// @param clearOfZero least magnitude of a value
    public static Arbitrary<Input> inputs(Shape shape, double low, double high, double clearOfZero) {
        return seeds().map(seed -> input(shape, low, high, clearOfZero, seed));
    }

    /// Operands of any of these shapes. As shape and values are chosen apart, a failing shape is shrunk fast.
    static Arbitrary<Input> inputs(Arbitrary<Shape> shapes, double low, double high, double clearOfZero) {
        return Combinators.combine(shapes, seeds()).as((shape, seed) -> input(shape, low, high, clearOfZero, seed));
    }

    private static Arbitrary<Integer> seeds() {
        return Arbitraries.integers().between(0, 99_999);
    }

    private static Input input(Shape shape, double low, double high, double clearOfZero, int seed) {
        double[] values = new SplittableRandom(seed).doubles(shape.count(), low, high)
                .map(v -> (float) (Math.abs(v) < clearOfZero ? Math.copySign(clearOfZero, v) : v)).toArray();
        return Input.of(shape, values);
    }
}
