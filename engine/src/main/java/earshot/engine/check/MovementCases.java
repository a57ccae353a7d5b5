package earshot.engine.check;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.check.GradCheck.Input;
import earshot.engine.ops.Concat;
import earshot.engine.ops.Pad;
import earshot.engine.ops.Permute;
import earshot.engine.ops.Repeat;
import earshot.engine.ops.Reshape;
import earshot.engine.ops.Roll;
import earshot.engine.ops.Slice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// Cases of the ops that put elements elsewhere.
final class MovementCases {

    private MovementCases() {
    }

    static List<OpProof> all() {
        return List.of(OpProof.of("reshape", Reshape.class, MovementCases::reshape),
                OpProof.of("permute", Permute.class, MovementCases::permute),
                OpProof.of("concat", Concat.class, MovementCases::concat), OpProof.composed("split", MovementCases::split),
                OpProof.composed("stack", MovementCases::stack), OpProof.of("slice", Slice.class, MovementCases::slice),
                OpProof.of("pad", Pad.class, MovementCases::pad), OpProof.of("roll", Roll.class, MovementCases::roll),
                OpProof.of("repeat", Repeat.class, MovementCases::repeat));
    }

    private static OpCase one(String about, UnaryOperator<Tensor> op, Shape shape, long seed) {
        Function<List<Tensor>, Tensor> f = x -> op.apply(x.get(0));
        return new OpCase(about, f, List.of(Operands.any(shape, seed)), seed);
    }

    private static OpCase reshape(Draws d) {
        Shape shape = d.shape(0, 4);
        return d.flag()
                ? one("reshape to three axes", x -> x.reshape(1, -1, 1), shape, d.seed())
                : one("reshape to one axis", x -> x.reshape(-1), shape, d.seed());
    }

    /// Every order, also with axes counted from the end.
    private static OpCase permute(Draws d) {
        Shape shape = d.shapeOrEmpty(0, 4);
        boolean fromEnd = d.flag();
        long seed = d.seed();
        List<Integer> axes = new ArrayList<>(IntStream.range(0, shape.rank()).boxed().toList());
        Collections.shuffle(axes, Random.from(new SplittableRandom(seed)));
        int[] order = axes.stream().mapToInt(a -> fromEnd ? a - shape.rank() : a).toArray();
        return one("permute to " + Arrays.toString(order), x -> x.permute(order), shape, seed);
    }

    /// One to three operands, some of them empty.
    private static OpCase concat(Draws d) {
        Shape shape = d.shapeOrEmpty(1, 3);
        int axis = d.axis(shape);
        int more = d.between(0, 2);
        long seed = d.seed();
        List<Input> inputs = new ArrayList<>(List.of(Operands.any(shape, seed)));
        for (int i = 0; i < more; i++) {
            inputs.add(Operands.any(shape.with(axis, d.of(1, 0, 2, 5)), seed + inputs.size()));
        }
        return new OpCase("concat along " + axis, x -> x.get(0).concat(axis, x.subList(1, x.size()).toArray(Tensor[]::new)),
                inputs, seed);
    }

    /// Parts are multiplied with each other, so that each has a gradient of its own.
    private static OpCase split(Draws d) {
        Shape shape = d.shape(1, 3);
        int axis = d.axis(shape);
        int n = shape.size(axis);
        return one("split along " + axis, x -> {
            List<Tensor> parts = x.concat(axis, x).split(axis, n - 1, n, 1);
            return parts.get(1).mul(parts.get(0).concat(axis, parts.get(2)));
        }, shape, d.seed());
    }

    private static OpCase stack(Draws d) {
        Shape shape = d.shapeOrEmpty(0, 3);
        int axis = d.between(0, shape.rank()) - (d.flag() ? shape.rank() + 1 : 0);
        long seed = d.seed();
        return new OpCase("stack at " + axis, x -> x.get(0).stack(axis, x.get(1), x.get(0)),
                List.of(Operands.any(shape, seed), Operands.any(shape, seed + 1)), seed);
    }

    /// Any starts, ends and steps, empty results among them.
    private static OpCase slice(Draws d) {
        Shape shape = d.shapeOrEmpty(0, 4);
        int rank = shape.rank();
        int[] start = new int[rank];
        int[] end = new int[rank];
        int[] step = new int[rank];
        for (int k = 0; k < rank; k++) {
            start[k] = d.between(0, shape.size(k));
            end[k] = shape.size(k) - d.between(0, shape.size(k) - start[k]);
            step[k] = d.between(1, 3);
        }
        return one("slice from " + Arrays.toString(start) + " to " + Arrays.toString(end) + " by " + Arrays.toString(step),
                x -> x.slice(start, end, step), shape, d.seed());
    }

    private static OpCase pad(Draws d) {
        Pad.Mode mode = d.of(List.of(Pad.Mode.values()));
        Shape shape = mode == Pad.Mode.CONSTANT ? d.shapeOrEmpty(0, 3) : d.shape(0, 3);
        int[] before = new int[shape.rank()];
        int[] after = new int[shape.rank()];
        for (int k = 0; k < before.length; k++) {
            int most = mode == Pad.Mode.REFLECT ? Math.min(3, shape.size(k) - 1) : 3;
            before[k] = d.between(0, most);
            after[k] = d.between(0, most);
        }
        return one("pad " + mode + " by " + Arrays.toString(before) + " and " + Arrays.toString(after),
                x -> x.pad(mode, before, after, 0.5), shape, d.seed());
    }

    /// Also by more places than there are.
    private static OpCase roll(Draws d) {
        Shape shape = d.shapeOrEmpty(1, 3);
        int axis = d.axis(shape);
        int shift = d.between(0, 20) * d.of(1, -1);
        return one("roll along " + axis + " by " + shift, x -> x.roll(axis, shift), shape, d.seed());
    }

    /// Also not at all.
    private static OpCase repeat(Draws d) {
        Shape shape = d.shapeOrEmpty(0, 3);
        int[] times = new int[shape.rank()];
        for (int k = 0; k < times.length; k++) {
            times[k] = d.of(1, 0, 2, 3);
        }
        return one("repeat " + Arrays.toString(times), x -> x.repeat(times), shape, d.seed());
    }
}
