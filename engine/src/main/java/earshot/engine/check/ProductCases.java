package earshot.engine.check;

import earshot.engine.Shape;
import earshot.engine.Tape;
import earshot.engine.Tensor;
import earshot.engine.check.GradCheck.Input;
import earshot.engine.ops.Linear;
import earshot.engine.ops.Matmul;
import earshot.kernels.elementwise.Activation;
import java.util.ArrayList;
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

    /// Vectors, rows and batches of rows, with and without bias, shortcut and activation; sums stay away from a rectifier's kink.
    private static OpCase linear(Draws d) {
        Shape shape = d.shapeOrEmpty(1, 3);
        int out = d.size();
        boolean bias = d.flag();
        long seed = d.seed();
        Shape weight = Shape.of(out, shape.size(-1));
        boolean shortcut = bias && d.flag();
        Activation f = bias ? d.of(List.of(Activation.values())) : Activation.NONE;
        boolean rectified = f == Activation.RELU;
        List<Input> inputs = new ArrayList<>(List.of(Operands.any(shape, seed),
                rectified ? Operands.between(weight, seed + 1, -0.01, 0.01) : Operands.any(weight, seed + 1)));
        if (bias) {
            Shape vector = Shape.of(out);
            inputs.add(rectified ? NormCases.farFromZero(vector, seed + 2, 20) : Operands.any(vector, seed + 2));
        }
        if (shortcut) {
            Shape result = shape.with(-1, out);
            inputs.add(rectified ? NormCases.farFromZero(result, seed + 3, 50) : Operands.any(result, seed + 3));
        }
        return new OpCase("linear" + (bias ? "" : " without bias") + (shortcut ? " with a shortcut" : "")
                + (f == Activation.NONE ? "" : ", " + f), t -> Tape.apply(new Linear(f), t.toArray(Tensor[]::new)), inputs, seed);
    }
}
