package earshot.engine.check;

import earshot.engine.Shape;
import earshot.engine.Tape;
import earshot.engine.ops.Differentiable;
import earshot.engine.ops.DropPath;
import earshot.engine.ops.Dropout;
import java.util.List;

/// Cases of the ops that drop at random, by the same numbers on every device.
final class NoiseCases {

    private NoiseCases() {
    }

    static List<OpProof> all() {
        return List.of(OpProof.of("dropout", Dropout.class, NoiseCases::dropout),
                OpProof.of("drop_path", DropPath.class, NoiseCases::dropPath));
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

    private static OpCase drop(Differentiable<?> op, String about, Shape shape, long seed) {
        return new OpCase(about, x -> Tape.apply(op, x.get(0)), List.of(Operands.any(shape, seed)), seed);
    }
}
