package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import java.util.List;

/// Sets every element to 0 with probability p, and makes up for it (Srivastava et al., 2014).
///
/// ```
/// y  = x · mask,  mask = 1 / (1 - p) with probability 1 - p, else 0
/// dx = dy · mask
/// ```
///
/// The mask comes from the counter-based generator: seed and stream say which one it is, the same on every backend. For inference
/// leave the op out. Kernels: [earshot.kernels.random.RandomKernels]; test: {@code DropoutTest}.
///
/// @param p in {@code [0, 1]}
/// @param seed of the generator
/// @param stream of the generator, a new one for every use
public record Dropout(double p, long seed, long stream) implements Differentiable<Dropout.Saved> {

    public Dropout {
        check("dropout", p);
    }

    record Saved(Tensor mask) {
    }

    @Override
    public String name() {
        return "dropout";
    }

    /// Any shape; the result has the same.
    @Override
    public Shape shape(List<Shape> operands) {
        return operands.getFirst();
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        Tensor x = operands[0];
        Tensor mask = mask(x, shape, p, seed, stream);
        return new Forward<>(x.mul(mask), new Saved(mask));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        return new Tensor[]{dy.mul(s.mask)};
    }

    /// Numbers of which each is kept with probability {@code 1 - p}.
    static Tensor mask(Tensor beside, Shape shape, double p, long seed, long stream) {
        Tensor mask = Tensor.empty(beside.backend(), shape);
        beside.backend().random().bernoulli(shape.count(), seed, stream, 1 - p, p == 1 ? 0 : 1 / (1 - p), mask.storage());
        return mask;
    }

    static void check(String operation, double p) {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException(operation + ": p is the probability of 0 and must be in [0, 1], got " + p);
        }
    }
}
