package earshot.engine.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tape;
import earshot.engine.Tensor;
import earshot.engine.check.GradCheck.Input;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;

/// [BatchNorm] in training and inference, of rows and of images, and its running statistics.
class BatchNormTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return Combinators.combine(shapes(2, 4), seeds(), Arbitraries.of(true, false))
                .filter((shape, seed, training) -> shape.count() > shape.size(-1)).as((shape, seed, training) -> {
                    Shape channels = Shape.of(shape.size(-1));
                    return new OpCase(training ? "batch_norm in training" : "batch_norm in inference",
                            x -> normalized(x, training, seed), List.of(spread(shape, seed), OpCase.any(channels, seed + 1),
                                    OpCase.any(channels, seed + 2)),
                            seed);
                });
    }

    @Override
    double floatTolerance() {
        return 5e-5; // differences of sums of like size
    }

    @Example
    void runningVarianceIsUnbiased() {
        Backend backend = Backends.create("reference", 1);
        try (var _ = Scope.open()) {
            Tensor mean = Tensor.full(backend, Shape.of(1), 10);
            Tensor var = Tensor.full(backend, Shape.of(1), 20);
            Tensor one = Tensor.full(backend, Shape.of(1), 1);
            Tape.apply(new BatchNorm(true, 0.25, 0, mean, var), Tensor.of(backend, Shape.of(3, 1), 1.0, 2.0, 6.0), one, one);
            assertEquals(0.75 * 10 + 0.25 * 3, mean.item(), 1e-12);
            assertEquals(0.75 * 20 + 0.25 * (4 + 1 + 9) / 2, var.item(), 1e-12);
        }
    }

    private static Tensor normalized(List<Tensor> x, boolean training, long seed) {
        Shape channels = x.get(1).shape();
        Backend backend = x.get(0).backend();
        Tensor mean = Tensor.of(backend, channels, OpCase.values(channels, seed + 3, -1, 1));
        Tensor var = Tensor.of(backend, channels, OpCase.values(channels, seed + 4, 0.5, 2));
        return Tape.apply(new BatchNorm(training, 0.1, 1e-5, mean, var), x.get(0), x.get(1), x.get(2));
    }

    /// No channel is nearly constant, where the gradient is ill-conditioned: every other row is moved up.
    private static Input spread(Shape shape, long seed) {
        double[] values = OpCase.values(shape, seed, -1, 1);
        int channels = shape.size(-1);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] + (i / channels % 2 == 0 ? 0 : 3));
        }
        return Input.of(shape, values);
    }
}
