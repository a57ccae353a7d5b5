package earshot.engine.check;

import earshot.engine.Shape;
import earshot.engine.Tape;
import earshot.engine.Tensor;
import earshot.engine.check.GradCheck.Input;
import earshot.engine.ops.BatchNorm;
import earshot.engine.ops.Differentiable;
import earshot.engine.ops.GroupNorm;
import earshot.engine.ops.LayerNorm;
import earshot.engine.ops.WeightNorm;
import earshot.kernels.Backend;
import earshot.kernels.elementwise.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Cases of norms, which differences of sums of like size make less exact than other ops.
///
/// Where a tiny operand is scaled to length 1, its gradient is a thousand times as large, and so is the rounding of it: no edge to
/// judge relative to the operand's size.
final class NormCases {
    private static final double LIKE_SIZES = 5e-5;

    private NormCases() {
    }

    static List<OpProof> all() {
        return List.of(OpProof.of("batch_norm", BatchNorm.class, NormCases::batchNorm).within(LIKE_SIZES),
                OpProof.of("layer_norm", LayerNorm.class, NormCases::layerNorm).within(LIKE_SIZES),
                OpProof.of("group_norm", GroupNorm.class, NormCases::groupNorm).within(LIKE_SIZES),
                OpProof.of("weight_norm", WeightNorm.class, NormCases::weightNorm).within(LIKE_SIZES).without(Edge.ZEROS)
                        .without(Edge.TINY),
                OpProof.composed("l2_normalize", NormCases::l2Normalize).without(Edge.TINY));
    }

    /// In training and in inference, of rows, sequences and images, with and without a shortcut and an activation.
    private static OpCase batchNorm(Draws d) {
        Shape drawn = d.shape(2, 4);
        Shape shape = drawn.count() > drawn.size(-1) ? drawn : drawn.with(0, 2);
        boolean training = d.flag();
        boolean shortcut = d.flag();
        Activation activation = d.of(List.of(Activation.values()));
        boolean rectified = activation == Activation.RELU;
        long seed = d.seed();
        int c = shape.size(-1);
        Shape channels = Shape.of(c);
        List<Input> inputs = new ArrayList<>(List.of(Operands.spread(shape, seed, i -> i / c % 2),
                Operands.between(channels, seed + 1, -1, 1),
                rectified ? farFromZero(channels, seed + 2, 20) : Operands.any(channels, seed + 2)));
        if (shortcut) {
            inputs.add(rectified ? farFromZero(shape, seed + 5, 50) : Operands.any(shape, seed + 5));
        }
        return new OpCase(
                (training ? "batch_norm in training" : "batch_norm in inference") + (shortcut ? " with a shortcut" : "")
                        + (activation == Activation.NONE ? "" : ", " + activation.function()),
                x -> batchNorm(x, training, activation, seed), inputs, seed);
    }

    /// Around {@code -distance} and {@code distance}: with 20 for a bias and 50 for a shortcut, what is normalised, times a weight of at
    /// most 1, cannot bring the sum near the rectifier's kink.
    static Input farFromZero(Shape shape, long seed, double distance) {
        double[] values = Operands.values(shape, seed, -1, 1);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] + Math.copySign(distance, values[i]));
        }
        return Input.of(shape, values);
    }

    private static Tensor batchNorm(List<Tensor> x, boolean training, Activation activation, long seed) {
        Shape channels = x.get(1).shape();
        Backend backend = x.get(0).backend();
        Tensor mean = Tensor.of(backend, channels, Operands.values(channels, seed + 3, -1, 1));
        Tensor var = Tensor.of(backend, channels, Operands.values(channels, seed + 4, 0.5, 2));
        return Tape.apply(new BatchNorm(training, 0.1, 1e-5, mean, var, activation), x.toArray(Tensor[]::new));
    }

    /// Over the last axis, the last two, or all; with and without weight and bias.
    private static OpCase layerNorm(Draws d) {
        Shape drawn = d.shape(1, 4);
        int from = Math.max(0, drawn.rank() - d.of(1, 2, 4));
        Shape shape = from > 0 && d.between(0, 9) == 9 ? drawn.with(0, 0) : drawn;
        Shape normalized = Shape.of(Arrays.copyOfRange(shape.sizes(), from, shape.rank()));
        boolean affine = d.flag();
        long seed = d.seed();
        return norm(new LayerNorm(normalized, 1e-3), "layer_norm over " + normalized, Operands.spread(shape, seed, i -> i % 2),
                normalized, affine, seed);
    }

    /// Of rows, sequences and images, with and without weight and bias.
    private static OpCase groupNorm(Draws d) {
        Shape shape = d.batch(2, 4);
        int groups = d.of(1, 2, 3);
        boolean affine = d.flag();
        long seed = d.seed();
        int width = shape.size(-1);
        // Neighbouring channels differ, and so do neighbouring positions where a group has one channel.
        Input x = Operands.spread(shape.with(-1, groups * width), seed, i -> (width > 1 ? i : i / groups) % 2);
        return norm(new GroupNorm(groups, 1e-3), "group_norm in " + groups, x, Shape.of(groups * width), affine, seed);
    }

    private static OpCase norm(Differentiable<?> op, String about, Input x, Shape weight, boolean affine, long seed) {
        return affine
                ? new OpCase(about, t -> Tape.apply(op, t.toArray(Tensor[]::new)),
                        List.of(x, Operands.any(weight, seed + 1), Operands.any(weight, seed + 2)), seed)
                : new OpCase(about + " without weight", t -> Tape.apply(op, t.get(0)), List.of(x), seed);
    }

    /// Over any axes, of directions whose norm is well above 0.
    private static OpCase weightNorm(Draws d) {
        Shape v = d.shape(1, 4);
        boolean[] axes = d.axes(v);
        long seed = d.seed();
        Shape g = v;
        for (int i = 0; i < axes.length; i++) {
            g = axes[i] ? g.with(i, 1) : g;
        }
        return new OpCase("weight_norm over " + Arrays.toString(axes),
                x -> Tape.apply(new WeightNorm(axes), x.get(0), x.get(1)),
                List.of(Operands.clearOfZero(v, seed), Operands.any(g, seed + 1)), seed);
    }

    /// Clear of 0, or divided by the bound because the norm is smaller.
    private static OpCase l2Normalize(Draws d) {
        Shape shape = d.shape(1, 3);
        int axis = d.axis(shape);
        double eps = d.of(List.of(1e-12, 100.0));
        long seed = d.seed();
        return new OpCase("l2_normalize along " + axis + ", at least " + eps, x -> x.get(0).l2Normalize(axis, eps),
                List.of(Operands.clearOfZero(shape, seed)), seed);
    }
}
