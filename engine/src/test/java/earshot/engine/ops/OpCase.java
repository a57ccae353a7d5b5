package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.check.GradCheck.Input;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// An op, some operands, and a seed for the cotangent.
record OpCase(String about, Function<List<Tensor>, Tensor> op, List<Input> inputs, long seed) {

    @Override
    public String toString() {
        return about + " of " + inputs.stream().map(i -> i.shape().toString()).collect(Collectors.joining(", ")) + ", seed "
                + seed;
    }

    /// Values between -2 and 2, exact in float.
    static Input any(Shape shape, long seed) {
        return Input.of(shape, values(shape, seed, -2, 2));
    }

    /// Values between two limits, exact in float.
    static double[] values(Shape shape, long seed, double low, double high) {
        return new Random(seed).doubles(shape.count(), low, high).map(v -> (float) v).toArray();
    }

    /// Zeros and ones, as masks have them.
    static double[] bits(Shape shape, long seed) {
        return new Random(seed).ints(shape.count(), 0, 2).asDoubleStream().toArray();
    }

    /// Positions of an index.
    static int[] positions(Shape shape, int size, long seed) {
        return new Random(seed).ints(shape.count(), 0, Math.max(1, size)).toArray();
    }

    /// Values of both signs, none closer to 0 than 0.05.
    static Input clearOfZero(Shape shape, long seed) {
        return Input.of(shape,
                Arrays.stream(values(shape, seed, -2, 2)).map(v -> (float) (v + Math.copySign(0.05, v))).toArray());
    }

    /// Values of which no two are closer than 0.01, so that no maximum changes.
    static Input distinct(Shape shape, long seed) {
        List<Integer> order = IntStream.range(0, shape.count()).boxed().collect(Collectors.toList());
        Collections.shuffle(order, new Random(seed));
        return Input.of(shape, order.stream().mapToDouble(i -> (float) (0.01 * (i - shape.count() / 2.0))).toArray());
    }
}
