package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.attention.AttentionDropout;
import earshot.kernels.attention.AttentionGeometry;
import earshot.kernels.attention.AttentionInputs;
import java.util.List;

/// Scaled dot-product attention (Vaswani et al., 2017) of every head, with or without an additive bias.
///
/// ```
/// x  = scale · q kᵀ + bias, -∞ for padded keys      p = softmax(x) along the keys      y = (f · p) v
/// dv = (f · p)ᵀ dy         dx = p · (f · (dy vᵀ) - Σ_d dy · y)         dq = scale · dx k         dk = scale · dxᵀ q
/// dbias = Σ dx over the entries and heads that share it
/// ```
///
/// {@code f} are the factors of the dropout: 0 or {@code 1 / (1 - p)}. A query with no key left gives zeros. Nothing of the size
/// T × S is kept for the backward pass but the bias. Kernels: [earshot.kernels.attention.AttentionKernels]; test: {@code AttentionTest}.
///
/// @param heads how the heads lie in the operands
/// @param scale PyTorch's default is {@code 1 / √D}
/// @param padding {@code [B, S]}, 0 for the keys that count, any other number for those left out; may be null
/// @param dropout which weights are dropped
public record Attention(Heads heads, double scale, Tensor padding, AttentionDropout dropout)
        implements
            Differentiable<Attention.Saved> {

    /// Of the packed inputs only {@code q} is there. {@code normalizer [B, H, T, 2]} is what a row of weights was divided by.
    record Saved(Tensor q, Tensor k, Tensor v, Tensor bias, Tensor padding, Tensor y, Tensor normalizer) {
    }

    @Override
    public String name() {
        return "scaled_dot_product_attention";
    }

    /// Queries, keys and values as [Heads] has them, then perhaps a bias {@code [1 or B, 1 or H, T, S]}. The result is shaped as the
    /// queries.
    @Override
    public Shape shape(List<Shape> operands) {
        Heads.Sizes z = heads.sizes(name(), operands);
        if (operands.size() > heads.tensors()) {
            checkBias(z, operands.getLast());
        }
        if (padding != null && !padding.shape().equals(Shape.of(z.batch(), z.s()))) {
            throw new IllegalArgumentException(name() + ": key padding is " + padding.shape() + ", expected "
                    + Shape.of(z.batch(), z.s()) + ", a number for every key of every batch entry");
        }
        return heads.result(z);
    }

    private void checkBias(Heads.Sizes z, Shape bias) {
        Shape whole = Shape.of(z.batch(), z.heads(), z.t(), z.s());
        boolean fits = bias.rank() == 4 && bias.size(2) == z.t() && bias.size(3) == z.s();
        for (int axis = 0; fits && axis < 2; axis++) {
            fits = bias.size(axis) == 1 || bias.size(axis) == whole.size(axis);
        }
        if (!fits) {
            throw new IllegalArgumentException(name() + ": bias is " + bias + ", expected " + whole
                    + ", where either of the first two axes may be 1; repeat it along the others");
        }
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        boolean packed = heads.tensors() == 1;
        Tensor q = operands[0];
        Tensor bias = operands.length > heads.tensors() ? operands[operands.length - 1] : null;
        Heads.Sizes z = heads.sizes(name(), List.of(operands).stream().map(Tensor::shape).toList());
        Tensor y = Tensor.empty(q.backend(), shape);
        Tensor normalizer = Tensor.empty(q.backend(), Shape.of(z.batch(), z.heads(), z.t(), 2));
        Saved s = new Saved(q, packed ? null : operands[1], packed ? null : operands[2], bias, padding, y, normalizer);
        q.backend().attention().forward(geometry(z, bias), inputs(s), y.storage(), normalizer.storage());
        return new Forward<>(y, s);
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        boolean packed = heads.tensors() == 1;
        Heads.Sizes z = heads.sizes(name(),
                packed ? List.of(s.q.shape()) : List.of(s.q.shape(), s.k.shape(), s.v.shape()));
        // One kernel gives them all: each needs the weights, which are worked out once.
        Tensor dq = Tensor.empty(dy.backend(), s.q.shape());
        Tensor dk = packed ? dq : Tensor.empty(dy.backend(), s.k.shape());
        Tensor dv = packed ? dq : Tensor.empty(dy.backend(), s.v.shape());
        Tensor dbias = s.bias != null && needs[needs.length - 1] ? Tensor.empty(dy.backend(), s.bias.shape()) : null;
        dy.backend().attention().backward(geometry(z, s.bias), inputs(s), s.y.storage(), s.normalizer.storage(), dy.storage(),
                dq.storage(), dk.storage(), dv.storage(), dbias == null ? null : dbias.storage());
        if (s.bias == null) {
            return packed ? new Tensor[]{dq} : new Tensor[]{dq, dk, dv};
        }
        return packed ? new Tensor[]{dq, dbias} : new Tensor[]{dq, dk, dv, dbias};
    }

    private AttentionGeometry geometry(Heads.Sizes z, Tensor bias) {
        return new AttentionGeometry(z.batch(), z.heads(), z.t(), z.s(), z.d(), heads.input(0, z), heads.input(1, z),
                heads.input(2, z), heads.output(z), bias == null ? 1 : bias.shape().size(0),
                bias == null ? 1 : bias.shape().size(1),
                scale, dropout);
    }

    private static AttentionInputs inputs(Saved s) {
        return new AttentionInputs(s.q.storage(), s.k == null ? s.q.storage() : s.k.storage(),
                s.v == null ? s.q.storage() : s.v.storage(), s.bias == null ? null : s.bias.storage(),
                s.padding == null ? null : s.padding.storage());
    }
}
