package earshot.engine.check;

import earshot.engine.Shape;
import earshot.engine.Tape;
import earshot.engine.Tensor;
import earshot.engine.check.GradCheck.Input;
import earshot.engine.ops.BinaryCrossEntropy;
import earshot.engine.ops.CrossEntropy;
import earshot.engine.ops.LogSoftmax;
import earshot.engine.ops.Softmax;
import earshot.engine.ops.Targets;
import java.util.List;
import java.util.SplittableRandom;

/// Cases of distributions and of losses.
final class LossCases {

    private LossCases() {
    }

    static List<OpProof> all() {
        return List.of(OpProof.of("softmax", Softmax.class, LossCases::softmax),
                OpProof.of("log_softmax", LogSoftmax.class, LossCases::logSoftmax),
                OpProof.of("cross_entropy", CrossEntropy.class, LossCases::crossEntropy),
                OpProof.of("binary_cross_entropy_with_logits", BinaryCrossEntropy.class, LossCases::binaryCrossEntropy),
                // Gradients of directions that hardly matter are differences of like numbers, divided by the temperature.
                OpProof.composed("nt_xent", LossCases::ntXent).within(1e-4).without(Edge.ZEROS).without(Edge.TINY),
                OpProof.composed("masked_cross_entropy", LossCases::maskedCrossEntropy),
                // As with nt_xent: what changes a vector's length alone has no gradient, but rounding has.
                OpProof.composed("cosine_loss", LossCases::cosine).within(1e-4).without(Edge.ZEROS).without(Edge.TINY),
                OpProof.composed("mean_squared_error", LossCases::meanSquaredError));
    }

    /// Along any axis, of values near and far from 0.
    private static OpCase softmax(Draws d) {
        Shape shape = d.batch(1, 4);
        int axis = shape.count() > 0 ? d.axis(shape) : shape.rank() - 1;
        int scale = d.of(1, 20);
        long seed = d.seed();
        return new OpCase("softmax along " + axis, x -> x.get(0).softmax(axis),
                List.of(Operands.between(shape, seed, -scale, scale)), seed);
    }

    private static OpCase logSoftmax(Draws d) {
        Shape shape = d.batch(1, 3);
        int axis = shape.count() > 0 ? d.axis(shape) : shape.rank() - 1;
        int scale = d.of(1, 20);
        long seed = d.seed();
        return new OpCase("log_softmax along " + axis, x -> x.get(0).logSoftmax(axis),
                List.of(Operands.between(shape, seed, -scale, scale)), seed);
    }

    /// Losses of rows with any distributions, and their mean with smoothed and mixed labels.
    private static OpCase crossEntropy(Draws d) {
        boolean rows = d.flag();
        Shape shape = rows ? d.batch(2, 2) : d.shape(2, 2);
        long seed = d.seed();
        Input logits = Operands.any(shape, seed);
        return rows
                ? new OpCase("cross_entropy of rows", x -> Tape.apply(new CrossEntropy(), x.get(0), x.get(1)),
                        List.of(logits, Input.constant(shape, Operands.values(shape, seed + 1, 0, 1))), seed)
                : new OpCase("cross_entropy, mean, of mixed labels", x -> x.get(0).crossEntropy(mixed(x.get(0), seed)),
                        List.of(logits), seed);
    }

    private static Tensor mixed(Tensor logits, long seed) {
        int rows = logits.shape().size(0);
        int classes = logits.shape().size(1);
        SplittableRandom random = new SplittableRandom(seed);
        return Targets.mixed(logits.backend(), random.ints(rows, 0, classes).toArray(), random.ints(rows, 0, classes).toArray(),
                0.3, classes, 0.1);
    }

    private static OpCase binaryCrossEntropy(Draws d) {
        boolean mean = d.flag();
        Shape shape = mean ? d.shape(0, 3) : d.shapeOrEmpty(0, 3);
        long seed = d.seed();
        return new OpCase("binary_cross_entropy_with_logits" + (mean ? ", mean" : ""),
                x -> mean ? x.get(0).binaryCrossEntropy(x.get(1)) : Tape.apply(new BinaryCrossEntropy(), x.get(0), x.get(1)),
                List.of(Operands.any(shape, seed), Input.constant(shape, Operands.values(shape, seed + 1, 0, 1))), seed);
    }

    private static OpCase ntXent(Draws d) {
        Shape shape = Shape.of(d.of(1, 2, 3, 5, 7, 8), d.size());
        double temperature = d.of(List.of(1.0, 0.5, 0.1));
        int negatives = d.of(0, 1, 5);
        long seed = d.seed();
        List<Input> views = List.of(Operands.clearOfZero(shape, seed), Operands.clearOfZero(shape, seed + 1));
        if (negatives == 0) {
            return new OpCase("nt_xent at " + temperature, x -> x.get(0).ntXent(x.get(1), temperature), views, seed);
        }
        Input others = Operands.clearOfZero(Shape.of(negatives, shape.size(1)), seed + 2);
        return new OpCase("nt_xent at " + temperature + " beside " + negatives + " negatives",
                x -> x.get(0).ntXent(x.get(1), x.get(2), temperature), List.of(views.get(0), views.get(1), others), seed);
    }

    /// At least the first position is masked.
    private static OpCase maskedCrossEntropy(Draws d) {
        Shape shape = d.shape(1, 3);
        long seed = d.seed();
        int positions = shape.count(0, shape.rank() - 1);
        int[] tokens = Operands.positions(Shape.of(positions), shape.size(-1), seed + 1);
        double[] bits = Operands.bits(Shape.of(positions), seed + 2);
        boolean[] masked = new boolean[positions];
        for (int i = 0; i < positions; i++) {
            masked[i] = i == 0 || bits[i] != 0;
        }
        return new OpCase("masked_cross_entropy", x -> x.get(0).maskedCrossEntropy(tokens, masked),
                List.of(Operands.any(shape, seed)),
                seed);
    }

    private static OpCase cosine(Draws d) {
        Shape shape = d.shape(1, 3);
        long seed = d.seed();
        return new OpCase("cosine_loss", x -> x.get(0).cosineLoss(x.get(1)),
                List.of(Operands.clearOfZero(shape, seed), Operands.clearOfZero(shape, seed + 1)), seed);
    }

    private static OpCase meanSquaredError(Draws d) {
        Shape shape = d.shape(0, 3);
        long seed = d.seed();
        return new OpCase("mean_squared_error", x -> x.get(0).meanSquaredError(x.get(1)),
                List.of(Operands.any(shape, seed), Operands.any(shape, seed + 1)), seed);
    }
}
