package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import java.util.Arrays;
import java.util.List;

/// Stochastic depth (Huang et al., 2016): sets every sample, all of a row along the first axis, to 0 with probability p, and makes up
/// for it.
///
/// ```
/// y  = x · mask,  mask = 1 / (1 - p) with probability 1 - p, else 0; one number for each sample
/// dx = dy · mask
/// ```
///
/// The mask comes from the counter-based generator: seed and stream say which one it is, the same on every backend. For inference
/// leave the op out. Kernels: [earshot.kernels.random.RandomKernels]; test: {@code DropPathTest}.
///
/// @param p in {@code [0, 1]}
/// @param seed of the generator
/// @param stream of the generator, a new one for every use
public record DropPath(double p, long seed, long stream) implements Differentiable<DropPath.Saved> {

    public DropPath {
        Dropout.check("drop_path", p);
    }

    record Saved(Tensor mask) {
    }

    @Override
    public String name() {
        return "drop_path";
    }

    /// At least one axis, the samples; the result has the same shape.
    @Override
    public Shape shape(List<Shape> operands) {
        Shape x = operands.getFirst();
        if (x.rank() == 0) {
            throw new IllegalArgumentException(
                    "drop_path: needs a first axis of samples, got " + x + "; add the axis by reshape");
        }
        return x;
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        Tensor x = operands[0];
        int[] ones = new int[shape.rank()];
        Arrays.fill(ones, 1);
        Tensor mask = Dropout.mask(x, Shape.of(ones).with(0, shape.size(0)), p, seed, stream);
        return new Forward<>(x.mul(mask), new Saved(mask));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        return new Tensor[]{dy.mul(s.mask)};
    }
}
