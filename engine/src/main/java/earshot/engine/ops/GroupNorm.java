package earshot.engine.ops;

import earshot.engine.Layout;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.norm.GroupNormGeometry;
import java.util.List;

/// Group normalisation (Wu and He, 2018): each group of neighbouring channels of each item, over all its positions, with or without
/// weight and bias.
///
/// ```
/// y  = w · x̂ + b,  x̂ = (x - mean) / √(var + eps), mean and var over a group, divided by n
/// dx = (g - mean g - x̂ · mean (g · x̂)) / √(var + eps),  g = w · dy
/// dw = Σ dy · x̂,  db = Σ dy, both over all items and positions
/// ```
///
/// Accurate for means far above the spread. Kernels: [earshot.kernels.norm.NormKernels]; test: {@code GroupNormTest}.
///
/// @param groups a divisor of the number of channels
public record GroupNorm(int groups, double eps) implements Differentiable<GroupNorm.Saved> {

    /// Mean and variance are worked out again; {@code w} may be null.
    record Saved(Tensor x, Tensor w) {
    }

    @Override
    public String name() {
        return "group_norm";
    }

    /// {@code x [items, positions…, channels]}, {@code w} and {@code b [channels]}; the result has the shape of {@code x}.
    @Override
    public Shape shape(List<Shape> operands) {
        Shape x = operands.getFirst();
        int channels = Layout.channels(name(), x);
        if (groups < 1 || channels % groups != 0) {
            throw new IllegalArgumentException("group_norm: " + groups + " groups do not divide the " + channels
                    + " channels of input " + x + "; choose a divisor");
        }
        if (x.count(1, x.rank()) == 0) {
            throw new IllegalArgumentException(
                    "group_norm: input " + x + " has no value in a group, which has no mean; use larger items");
        }
        for (Shape vector : operands.subList(1, operands.size())) {
            if (!vector.equals(Shape.of(channels))) {
                throw new IllegalArgumentException("group_norm: input " + x + " has " + channels
                        + " channels, weight and bias have " + vector + "; build the layer for " + channels + " channels");
            }
        }
        return x;
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        Tensor x = operands[0];
        boolean affine = operands.length > 1;
        Tensor y = Tensor.empty(x.backend(), shape);
        x.backend().norm().groupNorm(geometry(shape), x.storage(), affine ? operands[1].storage() : null,
                affine ? operands[2].storage() : null, y.storage());
        return new Forward<>(y, new Saved(x, affine ? operands[1] : null));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        return gradients(geometry(dy.shape()), s.x, s.w, dy);
    }

    /// {@code dx}, and with a weight {@code dw} and {@code db}: one kernel gives them all.
    static Tensor[] gradients(GroupNormGeometry g, Tensor x, Tensor w, Tensor dy) {
        Tensor dx = dy.reuse();
        if (w == null) {
            dy.backend().norm().groupNormBackward(g, x.storage(), null, dy.storage(), dx.storage(), null, null);
            return new Tensor[]{dx};
        }
        Tensor dw = Tensor.empty(dy.backend(), w.shape());
        Tensor db = Tensor.empty(dy.backend(), w.shape());
        dy.backend().norm().groupNormBackward(g, x.storage(), w.storage(), dy.storage(), dx.storage(), dw.storage(),
                db.storage());
        return new Tensor[]{dx, dw, db};
    }

    private GroupNormGeometry geometry(Shape x) {
        int channels = x.size(-1);
        return new GroupNormGeometry(x.size(0), x.count(1, x.rank() - 1), groups, channels / groups, eps);
    }
}
