package earshot.engine.ops;

import earshot.engine.Layout;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.Backend;
import earshot.kernels.elementwise.BinaryFunction;
import earshot.kernels.elementwise.Broadcast;
import earshot.kernels.norm.BatchNormGeometry;
import java.util.List;

/// Batch normalisation (Ioffe and Szegedy, 2015) of each channel, over all other axes.
///
/// ```
/// y  = w · x̂ + b,  x̂ = (x - mean) / √(var + eps)
/// training:  mean and var of the batch;   dx = w / √(var + eps) · (dy - mean dy - x̂ · mean (dy · x̂))
/// inference: running mean and var;        dx = w / √(var + eps) · dy
/// both:      dw = Σ dy · x̂,  db = Σ dy
/// ```
///
/// Training also moves the running statistics, as PyTorch does: {@code running ← (1 - momentum) · running + momentum · batch},
/// where the batch's variance is divided by n - 1, in the normalisation by n.
///
/// Kernels: [earshot.kernels.norm.NormKernels]; test: {@code BatchNormTest}.
///
/// @param runningMean {@code [channels]}, changed in place by training
/// @param runningVar {@code [channels]}, changed in place by training
public record BatchNorm(boolean training, double momentum, double eps, Tensor runningMean, Tensor runningVar)
        implements
            Differentiable<BatchNorm.Saved> {

    /// The statistics that were used.
    record Saved(Tensor x, Tensor mean, Tensor var, Tensor w) {
    }

    @Override
    public String name() {
        return "batch_norm";
    }

    /// {@code x} with channels as [Layout] has them, {@code w} and {@code b} {@code [channels]}; the result has the shape of
    /// {@code x}.
    @Override
    public Shape shape(List<Shape> operands) {
        Shape x = operands.get(0);
        int channels = Layout.channels(name(), x);
        for (Shape vector : List.of(operands.get(1), operands.get(2), runningMean.shape(), runningVar.shape())) {
            if (!vector.equals(Shape.of(channels))) {
                throw new IllegalArgumentException("batch_norm: input " + x + " has " + channels
                        + " channels, weight, bias and running statistics have " + vector + "; build the layer for " + channels
                        + " channels");
            }
        }
        if (training && x.count() <= channels) {
            throw new IllegalArgumentException("batch_norm: input " + x
                    + " has no more than one value per channel, which has no variance; use larger batches or images, or eval()");
        }
        return x;
    }

    @Override
    public Forward<Saved> forward(Shape shape, Tensor... operands) {
        Tensor x = operands[0];
        Tensor w = operands[1];
        Backend backend = x.backend();
        BatchNormGeometry g = geometry(shape);
        Tensor mean = runningMean;
        Tensor var = runningVar;
        if (training) {
            mean = Tensor.empty(backend, runningMean.shape());
            var = Tensor.empty(backend, runningVar.shape());
            backend.norm().statistics(g, x.storage(), mean.storage(), var.storage());
            move(runningMean, mean, momentum);
            move(runningVar, var, momentum * g.rows() / (g.rows() - 1));
        }
        Tensor y = Tensor.empty(backend, shape);
        backend.norm().normalize(g, x.storage(), mean.storage(), var.storage(), w.storage(), operands[2].storage(),
                y.storage());
        return new Forward<>(y, new Saved(x, mean, var, w));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        Backend backend = dy.backend();
        BatchNormGeometry g = geometry(dy.shape());
        // One kernel gives all three: the sums that dw and db need are needed for dx as well.
        Tensor dx = dy.reuse();
        Tensor dw = Tensor.empty(backend, s.w.shape());
        Tensor db = Tensor.empty(backend, s.w.shape());
        if (training) {
            backend.norm().backward(g, s.x.storage(), s.mean.storage(), s.var.storage(), s.w.storage(), dy.storage(),
                    dx.storage(), dw.storage(), db.storage());
        } else {
            backend.norm().backwardFixed(g, s.x.storage(), s.mean.storage(), s.var.storage(), s.w.storage(), dy.storage(),
                    dx.storage(), dw.storage(), db.storage());
        }
        return new Tensor[]{dx, dw, db};
    }

    /// {@code running ← (1 - momentum) · running + scale · batch}.
    private void move(Tensor running, Tensor batch, double scale) {
        int[] size = {running.shape().count()};
        Tensor scaled = batch.affine(scale, 0);
        Backend backend = running.backend();
        backend.elementwise().affine(size[0], 1 - momentum, 0, running.storage(), running.storage());
        backend.elementwise().binary(BinaryFunction.ADD, Broadcast.of(size, size), running.storage(), scaled.storage(),
                running.storage());
    }

    private BatchNormGeometry geometry(Shape x) {
        int channels = Layout.channels(name(), x);
        return new BatchNormGeometry(x.count() / channels, channels, eps);
    }
}
