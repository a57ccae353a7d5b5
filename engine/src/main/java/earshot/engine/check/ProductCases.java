package earshot.engine.check;

import earshot.engine.Shape;
import earshot.engine.check.GradCheck.Input;
import earshot.engine.ops.Linear;
import earshot.engine.ops.Matmul;
import java.util.Arrays;
import java.util.List;

/// Cases of products of matrices.
final class ProductCases {

    private ProductCases() {
    }

    static List<OpProof> all() {
        return List.of(OpProof.of("matmul", Matmul.class, ProductCases::matmul),
                OpProof.of("linear", Linear.class, ProductCases::linear));
    }

    /// Both transpositions, in batches that may broadcast.
    private static OpCase matmul(Draws d) {
        List<int[]> batches = List.of(new int[0], new int[]{3}, new int[]{1}, new int[]{2, 3}, new int[]{2, 1});
        int[] batchA = d.of(batches);
        int[] batchB = d.of(batches);
        int m = d.sizeOrEmpty();
        int n = d.sizeOrEmpty();
        int k = d.sizeOrEmpty();
        boolean ta = d.flag();
        boolean tb = d.flag();
        Shape a = ta ? append(batchA, k, m) : append(batchA, m, k);
        Shape b = tb ? append(batchB, n, k) : append(batchB, k, n);
        long seed = d.seed();
        return new OpCase("matmul" + (ta ? ", first transposed" : "") + (tb ? ", second transposed" : ""),
                x -> x.get(0).matmul(x.get(1), ta, tb), List.of(Operands.any(a, seed), Operands.any(b, seed + 1)), seed);
    }

    private static Shape append(int[] batch, int rows, int columns) {
        int[] sizes = Arrays.copyOf(batch, batch.length + 2);
        sizes[batch.length] = rows;
        sizes[batch.length + 1] = columns;
        return Shape.of(sizes);
    }

    /// Vectors, rows and batches of rows, with and without bias.
    private static OpCase linear(Draws d) {
        Shape shape = d.shapeOrEmpty(1, 3);
        int out = d.size();
        boolean bias = d.flag();
        long seed = d.seed();
        Input x = Operands.any(shape, seed);
        Input w = Operands.any(Shape.of(out, shape.size(-1)), seed + 1);
        return bias
                ? new OpCase("linear", t -> t.get(0).linear(t.get(1), t.get(2)),
                        List.of(x, w, Operands.any(Shape.of(out), seed + 2)), seed)
                : new OpCase("linear without bias", t -> t.get(0).linear(t.get(1), null), List.of(x, w), seed);
    }
}
