package earshot.engine.check;

import earshot.engine.Shape;
import earshot.engine.Tape;
import earshot.engine.Tensor;
import earshot.engine.ops.Differentiable;
import earshot.engine.ops.DropPath;
import earshot.engine.ops.Recompute;
import earshot.engine.ops.Dropout;
import java.util.List;
import java.util.function.Function;

/// Cases of the ops that drop at random, by the same numbers on every device, and of the one that does so twice.
final class NoiseCases {

    private NoiseCases() {
    }

    static List<OpProof> all() {
        return List.of(OpProof.of("dropout", Dropout.class, NoiseCases::dropout),
                OpProof.of("drop_path", DropPath.class, NoiseCases::dropPath),
                OpProof.of("recompute", Recompute.class, NoiseCases::recompute));
    }

    private static OpCase dropout(Draws d) {
        Shape shape = d.shapeOrEmpty(0, 3);
        double p = d.of(List.of(0.0, 0.1, 0.5, 1.0));
        long seed = d.seed();
        return drop(new Dropout(p, seed, 3), "dropout of " + p, shape, seed);
    }

    private static OpCase dropPath(Draws d) {
        Shape shape = d.shapeOrEmpty(1, 4);
        double p = d.of(List.of(0.0, 0.2, 0.5, 1.0));
        long seed = d.seed();
        return drop(new DropPath(p, seed, 3), "drop_path of " + p, shape, seed);
    }

    /// Of something that uses an operand several times, and another one beside it.
    private static OpCase recompute(Draws d) {
        Shape shape = d.shapeOrEmpty(0, 3);
        long seed = d.seed();
        Function<List<Tensor>, Tensor> part = x -> {
            Tensor dropped = Tape.apply(new Dropout(0.5, seed, 4), x.getFirst().tanh());
            return dropped.mul(x.getFirst()).add(x.getLast().sigmoid());
        };
        return new OpCase("recompute", x -> Tape.apply(new Recompute(part), x.get(0), x.get(1)),
                List.of(Operands.any(shape, seed), Operands.any(shape, seed + 1)), seed);
    }

    private static OpCase drop(Differentiable<?> op, String about, Shape shape, long seed) {
        return new OpCase(about, x -> Tape.apply(op, x.get(0)), List.of(Operands.any(shape, seed)), seed);
    }
}
