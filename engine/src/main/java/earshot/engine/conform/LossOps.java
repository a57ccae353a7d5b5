package earshot.engine.conform;

import static java.util.Map.entry;

import earshot.engine.Shape;
import earshot.engine.Tape;
import earshot.engine.Tensor;
import earshot.engine.ops.BinaryCrossEntropy;
import earshot.engine.ops.CrossEntropy;
import earshot.engine.ops.Targets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Losses.
final class LossOps {
    static final Map<String, Function<OpCase, Tensor>> TABLE = Map.ofEntries(
            entry("cross_entropy", LossOps::crossEntropy),
            entry("mixup_cross_entropy", LossOps::crossEntropy),
            entry("bce_with_logits", c -> reduced(c,
                    Tape.apply(new BinaryCrossEntropy(), c.in("logits"), c.constant("in/target")))),
            entry("nt_xent", c -> c.in("z1").ntXent(c.in("z2"), c.number("temperature", 0.5))));

    private LossOps() {
    }

    /// Logits {@code [N, C]}, {@code [C]} or {@code [N, C, …]}, as PyTorch has them.
    private static Tensor crossEntropy(OpCase c) {
        Tensor logits = c.in("logits");
        Shape whole = logits.shape();
        int axis = whole.rank() == 1 ? 0 : 1;
        int classes = whole.size(axis);
        Tensor rows = rows(logits, axis);
        double smoothing = c.number("label_smoothing", 0);
        Tensor target;
        if (c.has("in/target_a")) {
            target = Targets.mixed(c.backend(), c.labels("target_a"), c.labels("target_b"), c.number("lambda", 1), classes,
                    smoothing);
        } else if (c.golden().get("in/target").type().integer()) {
            target = Targets.of(c.backend(), c.labels("target"), classes, smoothing);
        } else {
            target = Targets.smoothed(rows(c.constant("in/target"), axis), smoothing);
        }
        Tensor losses = Tape.apply(new CrossEntropy(), rows, target);
        int[] without = IntStream.range(0, whole.rank()).filter(i -> i != axis).map(whole::size).toArray();
        return reduced(c, losses.shape().equals(Shape.of(without)) ? losses : losses.reshape(without));
    }

    /// {@code [rows, classes]}.
    private static Tensor rows(Tensor x, int axis) {
        int rank = x.shape().rank();
        if (rank == 2) {
            return x;
        }
        int[] order = IntStream.range(0, rank).map(i -> i < axis ? i : i == rank - 1 ? axis : i + 1).toArray();
        int[] sizes = Arrays.stream(order).map(x.shape()::size).toArray();
        int classes = sizes[rank - 1];
        Tensor last = axis == rank - 1 ? x : x.permute(order);
        return last.reshape(x.shape().count() / classes, classes);
    }

    private static Tensor reduced(OpCase c, Tensor losses) {
        return switch (c.text("reduction", "mean")) {
            case "mean" -> losses.mean();
            case "sum" -> losses.sum();
            case "none" -> losses;
            default -> throw new IllegalArgumentException(c.golden().op() + ": expected reduction mean, sum or none, got "
                    + c.attribute("reduction"));
        };
    }
}
