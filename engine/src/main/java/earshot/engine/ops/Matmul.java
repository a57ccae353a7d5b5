package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.elementwise.Broadcast;
import earshot.kernels.elementwise.Epilogue;
import earshot.kernels.matmul.MatmulGeometry;
import java.util.Arrays;
import java.util.List;

/// Product of matrices, or of batches of matrices in all axes but the last two. Batch axes broadcast.
///
/// ```
/// y  = op(a) · op(b), op swaps the last two axes or does nothing
/// da = dy · op(b)ᵀ    db = op(a)ᵀ · dy, swapped back, each summed over the batch axes along which the operand was repeated
/// ```
///
/// Kernels: [earshot.kernels.matmul.MatmulKernels]; test: {@code MatmulTest}.
public record Matmul(boolean transposeA, boolean transposeB) implements Differentiable<Matmul.Saved> {

    /// The operands as they came, not repeated along the batch axes.
    record Saved(Tensor a, Tensor b) {
    }

    @Override
    public String name() {
        return "matmul";
    }

    /// {@code op(a) [batch…, m, k]} and {@code op(b) [batch…, k, n]} to {@code [batch…, m, n]}.
    @Override
    public Shape shape(List<Shape> operands) {
        Shape a = operands.get(0);
        Shape b = operands.get(1);
        if (a.rank() < 2 || b.rank() < 2) {
            throw new IllegalArgumentException(
                    "matmul: operands need at least two axes, got " + a + " and " + b
                            + "; reshape a vector to one row or column");
        }
        int kA = a.size(transposeA ? -2 : -1);
        int kB = b.size(transposeB ? -1 : -2);
        if (kA != kB) {
            throw new IllegalArgumentException("matmul: inner sizes differ, " + kA + " in " + a
                    + (transposeA ? " transposed" : "")
                    + " and " + kB + " in " + b + (transposeB ? " transposed" : "") + "; transpose or reshape an operand");
        }
        int[] sizes = Arrays.copyOf(batch(a, b), Math.max(a.rank(), b.rank()));
        sizes[sizes.length - 2] = a.size(transposeA ? -1 : -2);
        sizes[sizes.length - 1] = b.size(transposeB ? -2 : -1);
        return Shape.of(sizes);
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        Tensor a = operands[0];
        Tensor b = operands[1];
        return new Forward<>(product(repeat(a, shape), transposeA, repeat(b, shape), transposeB, shape), new Saved(a, b));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        Tensor[] d = new Tensor[2];
        if (needs[0]) {
            Tensor b = repeat(s.b, dy.shape());
            Shape shape = matrices(s.a.shape(), dy.shape());
            // da = dy · op(b)ᵀ, or its transpose op(b) · dyᵀ where a is stored transposed.
            Tensor da = transposeA ? product(b, transposeB, dy, true, shape) : product(dy, false, b, !transposeB, shape);
            d[0] = Axes.sumTo(da, s.a.shape());
        }
        if (needs[1]) {
            Tensor a = repeat(s.a, dy.shape());
            Shape shape = matrices(s.b.shape(), dy.shape());
            Tensor db = transposeB ? product(dy, true, a, transposeA, shape) : product(a, !transposeA, dy, false, shape);
            d[1] = Axes.sumTo(db, s.b.shape());
        }
        return d;
    }

    /// The product of operands with equal batch axes.
    private static Tensor product(Tensor a, boolean transposeA, Tensor b, boolean transposeB, Shape shape) {
        Tensor y = Tensor.empty(a.backend(), shape);
        int batch = shape.count(0, shape.rank() - 2);
        int k = a.shape().size(transposeA ? -2 : -1);
        MatmulGeometry g = new MatmulGeometry(batch, shape.size(-2), shape.size(-1), k, transposeA, transposeB);
        y.backend().matmul().matmul(g, a.storage(), b.storage(), Epilogue.NONE, y.storage());
        return y;
    }

    /// The operand with the batch axes of the result.
    private static Tensor repeat(Tensor x, Shape y) {
        return Axes.expandTo(x, matrices(x.shape(), y));
    }

    /// The batch axes of {@code y} with the matrices of {@code x}.
    private static Shape matrices(Shape x, Shape y) {
        return y.with(-2, x.size(-2)).with(-1, x.size(-1));
    }

    private static int[] batch(Shape a, Shape b) {
        try {
            return Broadcast.outputShape(Arrays.copyOf(a.sizes(), a.rank() - 2), Arrays.copyOf(b.sizes(), b.rank() - 2));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("matmul: batch axes of " + a + " and " + b + ": " + e.getMessage(), e);
        }
    }
}
