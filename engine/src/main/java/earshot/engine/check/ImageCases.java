package earshot.engine.check;

import earshot.engine.Shape;
import earshot.engine.Tape;
import earshot.engine.Tensor;
import earshot.engine.check.GradCheck.Input;
import earshot.engine.ops.AdaptiveAvgPool2d;
import earshot.engine.ops.AvgPool2d;
import earshot.engine.ops.BatchNorm;
import earshot.engine.ops.Conv1d;
import earshot.engine.ops.Conv2d;
import earshot.engine.ops.ConvBatchNorm;
import earshot.engine.ops.GlobalAvgPool;
import earshot.engine.ops.MaxPool2d;
import earshot.kernels.Window;
import earshot.kernels.elementwise.Activation;
import java.util.ArrayList;
import java.util.List;

/// Cases of convolutions and pools: windows of every kind over images and sequences.
final class ImageCases {

    private ImageCases() {
    }

    static List<OpProof> all() {
        return List.of(OpProof.of("conv1d", Conv1d.class, ImageCases::conv1d),
                OpProof.of("conv2d", Conv2d.class, ImageCases::conv2d),
                // Float sums of numbers in the thousands are off by some thousandths, to which the slope of a smooth activation is as sensitive.
                OpProof.of("conv_batch_norm", ConvBatchNorm.class, ImageCases::convBatchNorm).without(Edge.LARGE),
                OpProof.of("max_pool2d", MaxPool2d.class, ImageCases::maxPool),
                OpProof.of("avg_pool2d", AvgPool2d.class, ImageCases::avgPool),
                OpProof.of("adaptive_avg_pool2d", AdaptiveAvgPool2d.class, ImageCases::adaptiveAvgPool),
                OpProof.of("global_avg_pool", GlobalAvgPool.class, ImageCases::globalAvgPool));
    }

    private enum Grouping {
        ONE, TWO, DEPTHWISE
    }

    /// @param images the input
    private record Convolution(Window window, int groups, Shape images, Shape weight) {
    }

    /// One group, two, or one for each channel.
    private static Convolution convolution(Draws d) {
        Window w = new Window(d.of(1, 2, 3, 5), d.of(1, 2, 3, 5), d.of(1, 2, 3), d.of(1, 2, 3), d.of(0, 1, 2), d.of(0, 1, 2))
                .dilated(d.of(1, 1, 2, 3), d.of(1, 1, 2, 3));
        Shape images = images(d, w);
        Grouping grouping = d.of(List.of(Grouping.values()));
        int c = grouping == Grouping.TWO ? 2 * images.size(-1) : images.size(-1);
        int groups = switch (grouping) {
            case ONE -> 1;
            case TWO -> 2;
            case DEPTHWISE -> c;
        };
        int o = grouping == Grouping.DEPTHWISE ? c * d.of(1, 2) : groups * d.of(1, 2, 7, 8, 9, 16, 17);
        return new Convolution(w, groups, images.with(-1, c), Shape.of(w.kh(), w.kw(), c / groups, o));
    }

    private static OpCase conv2d(Draws d) {
        Convolution c = convolution(d);
        boolean bias = d.flag();
        long seed = d.seed();
        return new OpCase("conv2d " + c.window + ", groups " + c.groups,
                x -> x.get(0).conv2d(x.get(1), bias ? x.get(2) : null, c.window, c.groups),
                operands(c.images, c.weight, bias, seed), seed);
    }

    /// Of one image or more, with and without a shortcut and an activation; sums stay away from a rectifier's kink.
    private static OpCase convBatchNorm(Draws d) {
        Convolution drawn = convolution(d);
        Convolution c = new Convolution(drawn.window, drawn.groups, drawn.images.with(0, Math.max(1, drawn.images.size(0))),
                drawn.weight);
        Conv2d conv = new Conv2d(c.window, c.groups);
        boolean shortcut = d.flag();
        Activation f = d.of(List.of(Activation.values()));
        long seed = d.seed();
        Shape channels = Shape.of(c.weight.size(-1));
        Shape result = conv.shape(List.of(c.images, c.weight));
        List<Input> inputs = new ArrayList<>(operands(c.images, c.weight, false, seed));
        if (f == Activation.RELU) {
            inputs.addAll(
                    List.of(Operands.between(channels, seed + 2, -0.01, 0.01), NormCases.farFromZero(channels, seed + 3, 20)));
        } else {
            inputs.addAll(List.of(Operands.any(channels, seed + 2), Operands.any(channels, seed + 3)));
        }
        if (shortcut) {
            inputs.add(f == Activation.RELU ? NormCases.farFromZero(result, seed + 4, 50) : Operands.any(result, seed + 4));
        }
        return new OpCase("conv_batch_norm " + c.window + ", groups " + c.groups + (shortcut ? ", shortcut, " : ", ") + f, x -> {
            Tensor mean = Tensor.of(x.get(0).backend(), channels, Operands.values(channels, seed + 5, -1, 1));
            Tensor var = Tensor.of(x.get(0).backend(), channels, Operands.values(channels, seed + 6, 0.5, 2));
            return Tape.apply(new ConvBatchNorm(conv, new BatchNorm(false, 0.1, 1e-5, mean, var, f)), x.toArray(Tensor[]::new));
        }, inputs, seed);
    }

    private static OpCase conv1d(Draws d) {
        Conv1d op = new Conv1d(d.of(1, 2, 3), d.of(0, 1, 2, 8), d.of(1, 2, 3), d.of(1, 1, 2, 3));
        int k = d.of(1, 2, 3, 4, 5, 16);
        int t = Math.max(d.of(1, 2, 7, 15, 17), op.dilation() * (k - 1) + 1 - 2 * op.pad());
        int c = d.of(1, 2, 3, 8, 9, 17);
        int o = d.of(1, 2, 3, 8, 9, 17) * op.groups();
        boolean bias = d.flag();
        long seed = d.seed();
        return new OpCase(op.toString(), x -> x.get(0).conv1d(x.get(1), bias ? x.get(2) : null, op),
                operands(Shape.of(d.of(1, 2, 2, 2, 0), t, c * op.groups()), Shape.of(k, c, o), bias, seed), seed);
    }

    private static List<Input> operands(Shape x, Shape w, boolean bias, long seed) {
        List<Input> inputs = new ArrayList<>(List.of(Operands.any(x, seed), Operands.any(w, seed + 1)));
        if (bias) {
            inputs.add(Operands.any(Shape.of(w.size(-1)), seed + 2));
        }
        return inputs;
    }

    /// No step of the differences can put the pixels into another order.
    private static OpCase maxPool(Draws d) {
        Window w = pool(d);
        Shape images = images(d, w);
        long seed = d.seed();
        return new OpCase("max_pool2d " + w, x -> x.get(0).maxPool2d(w), List.of(Operands.distinct(images, seed, 0)), seed);
    }

    private static OpCase avgPool(Draws d) {
        Window w = pool(d);
        Shape images = images(d, w);
        boolean countPad = d.flag();
        long seed = d.seed();
        return new OpCase("avg_pool2d " + w + (countPad ? " with padding" : ""), x -> x.get(0).avgPool2d(w, countPad),
                List.of(Operands.any(images, seed)), seed);
    }

    /// To fewer, as many and more pixels than there are.
    private static OpCase adaptiveAvgPool(Draws d) {
        Shape images = d.batch(4, 4);
        int h = d.size();
        int w = d.size();
        long seed = d.seed();
        return new OpCase("adaptive_avg_pool2d to " + h + "x" + w, x -> x.get(0).adaptiveAvgPool2d(h, w),
                List.of(Operands.any(images, seed)), seed);
    }

    private static OpCase globalAvgPool(Draws d) {
        Shape images = d.batch(4, 4);
        long seed = d.seed();
        return new OpCase("global_avg_pool", x -> x.get(0).globalAvgPool(), List.of(Operands.any(images, seed)), seed);
    }

    /// A window for pools: padding is at most half of it.
    private static Window pool(Draws d) {
        int kh = d.of(1, 2, 3, 5);
        int kw = d.of(1, 2, 3, 5);
        return new Window(kh, kw, d.of(1, 2, 3), d.of(1, 2, 3), d.between(0, kh / 2), d.between(0, kw / 2));
    }

    /// Images that a window fits over.
    private static Shape images(Draws d, Window w) {
        int h = Math.max(d.of(1, 2, 3, 5, 7, 9), w.dilationH() * (w.kh() - 1) + 1 - 2 * w.padH());
        int width = Math.max(d.of(1, 2, 3, 5, 7, 9), w.dilationW() * (w.kw() - 1) + 1 - 2 * w.padW());
        return Shape.of(d.of(1, 2, 2, 2, 0), h, width, d.of(1, 2, 3, 7, 8, 9, 17));
    }
}
