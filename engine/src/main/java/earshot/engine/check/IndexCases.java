package earshot.engine.check;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.ops.Embedding;
import earshot.engine.ops.Gather;
import earshot.engine.ops.ScatterAdd;
import earshot.kernels.Backend;
import java.util.List;

/// Cases of the ops that look up by an index: positions named several times, once or never.
final class IndexCases {

    private IndexCases() {
    }

    static List<OpProof> all() {
        return List.of(OpProof.of("embedding", Embedding.class, IndexCases::embedding),
                OpProof.of("gather", Gather.class, IndexCases::gather),
                OpProof.of("scatter_add", ScatterAdd.class, IndexCases::scatterAdd));
    }

    private static OpCase embedding(Draws d) {
        Shape w = d.shape(2, 2);
        Shape index = d.shapeOrEmpty(0, 2);
        long seed = d.seed();
        return new OpCase("embedding of " + index, x -> x.get(0).embedding(index(x.get(0).backend(), index, w.size(0), seed)),
                List.of(Operands.any(w, seed)), seed);
    }

    private static OpCase gather(Draws d) {
        Shape shape = d.shape(1, 3);
        int axis = d.axis(shape);
        Shape index = shape.with(axis, d.of(1, 0, 2, 7));
        long seed = d.seed();
        return new OpCase("gather of " + index + " along " + axis,
                x -> x.get(0).gather(axis, index(x.get(0).backend(), index, shape.size(axis), seed)),
                List.of(Operands.any(shape, seed)), seed);
    }

    private static OpCase scatterAdd(Draws d) {
        Shape shape = d.shape(1, 3);
        int axis = d.axis(shape);
        Shape index = shape.with(axis, d.of(1, 0, 2, 7));
        long seed = d.seed();
        return new OpCase("scatter_add along " + axis,
                x -> x.get(0).scatterAdd(axis, index(x.get(0).backend(), index, shape.size(axis), seed), x.get(1)),
                List.of(Operands.any(shape, seed), Operands.any(index, seed + 1)), seed);
    }

    private static Tensor index(Backend backend, Shape shape, int size, long seed) {
        return Tensor.ofInts(backend, shape, Operands.positions(shape, size, seed));
    }
}
