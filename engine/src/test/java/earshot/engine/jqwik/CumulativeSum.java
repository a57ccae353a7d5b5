package earshot.engine.jqwik;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.ops.Differentiable;
import java.util.List;

/// Sums from the first element of a row to each: {@code y_j = Σ_{i ≤ j} x_i}, so {@code dx_i = Σ_{j ≥ i} dy_j}. A product with a
/// triangle of ones, backward with its transpose.
record CumulativeSum() implements Differentiable<CumulativeSum.Saved> {
    record Saved() {
    }

    @Override
    public String name() {
        return "cumsum";
    }

    @Override
    public Shape shape(List<Shape> operands) {
        return operands.getFirst();
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        return new Forward<>(operands[0].matmul(triangle(operands[0])), new Saved());
    }

    @Override
    public Tensor[] backward(Saved saved, Tensor dy, boolean[] needs) {
        return new Tensor[]{dy.matmul(triangle(dy), false, true)};
    }

    static Tensor triangle(Tensor x) {
        int n = x.shape().size(-1);
        double[] ones = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = i; j < n; j++) {
                ones[i * n + j] = 1;
            }
        }
        return Tensor.of(x.backend(), Shape.of(n, n), ones);
    }
}
