package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.Backend;
import earshot.kernels.elementwise.Epilogue;
import earshot.kernels.norm.BatchNormGeometry;
import java.util.Arrays;
import java.util.List;

/// A convolution without bias, a batch norm with fixed statistics, perhaps a sum with a shortcut {@code r} and an activation, all in one
/// pass: the form in which networks are used once they are trained.
///
/// ```
/// y  = f(z),  z = v · u / √(var + eps) + b + r,  u = conv(x, w) - mean
/// dr = dy · f'(z),  db = Σ dr,  dv = Σ dr · u / √(var + eps)
/// dx and dw = those of the convolution, for dr · v / √(var + eps)
/// ```
///
/// The sums of the convolution are never kept; gradients work them out again, and are those of [BatchNorm] in inference, then those of
/// [Conv2d].
///
/// Kernels: [earshot.kernels.conv.ConvKernels], [earshot.kernels.norm.NormKernels#fold]; test: {@code ConvBatchNormTest}.
///
/// @param conv the convolution
/// @param norm the batch norm with what follows it, in inference
public record ConvBatchNorm(Conv2d conv, BatchNorm norm) implements Differentiable<ConvBatchNorm.Saved> {

    public ConvBatchNorm {
        if (norm.training()) {
            throw new IllegalArgumentException(
                    "conv_batch_norm: statistics of a batch are known after the convolution only; apply"
                            + " conv2d and batch_norm one after the other in training");
        }
    }

    /// @param r null if there is none
    record Saved(Tensor x, Tensor w, Tensor weight, Tensor bias, Tensor r) {
    }

    @Override
    public String name() {
        return "conv_batch_norm";
    }

    /// Images {@code x}, the convolution's weight {@code w}, the norm's weight {@code v} and bias {@code b}, {@code r} (or not): as [Conv2d] and [BatchNorm]
    /// have them.
    @Override
    public Shape shape(List<Shape> operands) {
        Shape sums = conv.shape(operands.subList(0, 2));
        Shape[] others = operands.subList(1, operands.size()).toArray(Shape[]::new);
        others[0] = sums;
        return norm.shape(List.of(others));
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        Tensor x = operands[0];
        Tensor r = operands.length > 4 ? operands[4] : null;
        Backend backend = x.backend();
        Tensor scale = Tensor.empty(backend, operands[2].shape());
        Tensor shift = Tensor.empty(backend, operands[2].shape());
        backend.norm().fold(new BatchNormGeometry(1, scale.shape().count(), norm.eps()), norm.runningMean().storage(),
                norm.runningVar().storage(), operands[2].storage(), operands[3].storage(), scale.storage(), shift.storage());
        Tensor y = Tensor.empty(backend, shape);
        backend.conv().forward(conv.geometry(x.shape(), operands[1].shape()), x.storage(), operands[1].storage(),
                new Epilogue(scale.storage(), shift.storage(), r == null ? null : r.storage(), norm.activation()), y.storage());
        return new Forward<>(y, new Saved(x, operands[1], operands[2], operands[3], r));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        Tensor z = conv.forward(dy.shape(), s.x, s.w).y();
        boolean[] ofNorm = Arrays.copyOfRange(needs, 1, needs.length);
        ofNorm[0] = true;
        Tensor[] operands = s.r == null ? new Tensor[]{z, s.weight, s.bias} : new Tensor[]{z, s.weight, s.bias, s.r};
        Tensor[] d = norm.backward(norm.forward(dy.shape(), operands).saved(), dy, ofNorm);
        Tensor[] sums = conv.backward(new Conv2d.Saved(s.x, s.w), d[0], new boolean[]{needs[0], needs[1]});
        Tensor[] all = new Tensor[needs.length];
        System.arraycopy(sums, 0, all, 0, 2);
        System.arraycopy(d, 1, all, 2, d.length - 1);
        return all;
    }
}
