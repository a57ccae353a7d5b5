package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.norm.GroupNormGeometry;
import java.util.List;

/// Layer normalisation (Ba, Kiros and Hinton, 2016) over the last axes, with or without weight and bias.
///
/// ```
/// y  = w · x̂ + b,  x̂ = (x - mean) / √(var + eps), mean and var over the last axes, divided by n
/// dx = (g - mean g - x̂ · mean (g · x̂)) / √(var + eps),  g = w · dy
/// dw = Σ dy · x̂,  db = Σ dy, both over all rows
/// ```
///
/// Accurate for means far above the spread. Kernels: [earshot.kernels.norm.NormKernels]; test: {@code LayerNormTest}.
///
/// @param normalized sizes of the last axes that are normalised together
public record LayerNorm(Shape normalized, double eps) implements Differentiable<LayerNorm.Saved> {

    /// Mean and variance are worked out again; {@code w} may be null.
    record Saved(Tensor x, Tensor w) {
    }

    @Override
    public String name() {
        return "layer_norm";
    }

    /// {@code x [rows…, normalized…]}, {@code w} and {@code b} of the normalised shape; the result has the shape of {@code x}.
    @Override
    public Shape shape(List<Shape> operands) {
        Shape x = operands.getFirst();
        int rows = x.rank() - normalized.rank();
        boolean fits = rows >= 0 && normalized.count() > 0;
        for (int i = 0; fits && i < normalized.rank(); i++) {
            fits = x.size(rows + i) == normalized.size(i);
        }
        if (!fits) {
            throw new IllegalArgumentException("layer_norm: input " + x + " does not end with the normalised axes " + normalized
                    + "; reshape the input or build the layer for its last axes, of at least one value");
        }
        for (Shape vector : operands.subList(1, operands.size())) {
            if (!vector.equals(normalized)) {
                throw new IllegalArgumentException("layer_norm: weight and bias must have the normalised shape " + normalized
                        + ", got " + vector + "; build the layer for these axes");
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
        return GroupNorm.gradients(geometry(dy.shape()), s.x, s.w, dy);
    }

    private GroupNormGeometry geometry(Shape x) {
        return GroupNormGeometry.layer(x.count() / normalized.count(), normalized.count(), eps);
    }
}
