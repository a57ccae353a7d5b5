package earshot.engine.check;

import earshot.engine.Shape;
import earshot.engine.check.GradCheck.Input;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Values for operands, all exact in float, so that devices of both precisions start from the same numbers. Seeds that follow each other
/// give unrelated values, which are those of no cotangent either.
final class Operands {

    private Operands() {
    }

    /// Values between -2 and 2.
    static Input any(Shape shape, long seed) {
        return between(shape, seed, -2, 2);
    }

    /// Values between two limits.
    static Input between(Shape shape, long seed, double low, double high) {
        return Input.of(shape, values(shape, seed, low, high));
    }

    /// Values of both signs, none closer to 0 than 0.05.
    static Input clearOfZero(Shape shape, long seed) {
        return Input.of(shape,
                Arrays.stream(values(shape, seed, -2, 2)).map(v -> (float) (v + Math.copySign(0.05, v))).toArray());
    }

    /// Values of which no two are closer than 0.01, so that no maximum changes.
    ///
    /// @param shift added to all; a multiple of 0.01 and a half keeps them apart from those of another operand
    static Input distinct(Shape shape, long seed, double shift) {
        List<Integer> order = IntStream.range(0, shape.count()).boxed().collect(Collectors.toList());
        Collections.shuffle(order, Random.from(new SplittableRandom(seed)));
        return Input.of(shape,
                order.stream().mapToDouble(i -> (float) (0.01 * (i - shape.count() / 2.0) + shift)).toArray());
    }

    /// Values of which those that {@code up} names with 1 are moved by 3, so that no group that is normalised is nearly constant: there the
    /// gradient is ill-conditioned.
    static Input spread(Shape shape, long seed, IntUnaryOperator up) {
        double[] values = values(shape, seed, -1, 1);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] + 3 * up.applyAsInt(i));
        }
        return Input.of(shape, values);
    }

    /// Zeros and ones, as masks have them.
    static double[] bits(Shape shape, long seed) {
        return new SplittableRandom(seed).ints(shape.count(), 0, 2).asDoubleStream().toArray();
    }

    /// Positions of an index.
    static int[] positions(Shape shape, int size, long seed) {
        return new SplittableRandom(seed).ints(shape.count(), 0, Math.max(1, size)).toArray();
    }

    /// Values between two limits.
    static double[] values(Shape shape, long seed, double low, double high) {
        return new SplittableRandom(seed).doubles(shape.count(), low, high).map(v -> (float) v).toArray();
    }
}
