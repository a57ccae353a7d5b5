package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.index.IndexGeometry;
import java.util.List;

/// Rows of a table, by their number. The gradient of a row that was looked up several times is the sum, in the order of the index.
///
/// ```
/// y[i…]  = w[index[i…]]
/// dw[r]  = Σ dy[i…] over all i… with index[i…] = r
/// ```
///
/// Kernels: [earshot.kernels.index.IndexKernels]; test: {@code EmbeddingTest}.
public record Embedding() implements Differentiable<Embedding.Saved> {

    record Saved(Tensor index, Shape w) {
    }

    @Override
    public String name() {
        return "embedding";
    }

    /// {@code w [rows, width]} and an index of any shape to {@code [index…, width]}.
    @Override
    public Shape shape(List<Shape> operands) {
        Shape w = operands.get(0);
        if (w.rank() != 2) {
            throw new IllegalArgumentException(
                    "embedding: the weight must be [rows, width], got " + w + "; reshape it to two axes");
        }
        return Axes.append(operands.get(1), w.size(1));
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        Tensor w = operands[0];
        Tensor index = operands[1];
        Tensor y = Tensor.empty(w.backend(), shape);
        w.backend().index().take(geometry(w.shape(), index.shape()), w.storage(),
                Indices.checked(name(), index, w.shape().size(0)),
                y.storage());
        return new Forward<>(y, new Saved(index, w.shape()));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        Tensor dw = Tensor.full(dy.backend(), s.w, 0);
        dy.backend().index().addAt(geometry(s.w, s.index.shape()), dy.storage(), s.index.intStorage(), dw.storage());
        return new Tensor[]{dw, null};
    }

    @Override
    public String constant(int operand) {
        return operand == 1 ? "an index is a constant" : null;
    }

    @Override
    public boolean integers(int operand) {
        return operand == 1;
    }

    private static IndexGeometry geometry(Shape w, Shape index) {
        return new IndexGeometry(1, w.size(0), index.count(), w.size(1));
    }
}
