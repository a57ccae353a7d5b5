package earshot.engine.ops;

import earshot.engine.Layout;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.Backend;
import earshot.kernels.elementwise.Activation;
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
/// What follows it in most networks, the sum with a shortcut {@code r} and an activation, can be part of it and then costs no further pass
/// over memory: {@code y = f(w · x̂ + b + r)}. Gradients then begin with {@code dy · f'}, which is also {@code dr}.
///
/// Training also moves the running statistics, as PyTorch does: {@code running ← (1 - momentum) · running + momentum · batch},
/// where the batch's variance is divided by n - 1, in the normalisation by n.
///
/// Kernels: [earshot.kernels.norm.NormKernels]; test: {@code BatchNormTest}.
///
/// @param runningMean {@code [channels]}, changed in place by training
/// @param runningVar {@code [channels]}, changed in place by training
/// @param activation what follows
public record BatchNorm(boolean training, double momentum, double eps, Tensor runningMean, Tensor runningVar,
        Activation activation)
        implements
            Differentiable<BatchNorm.Saved> {

    /// Without an activation.
    public BatchNorm(boolean training, double momentum, double eps, Tensor runningMean, Tensor runningVar) {
        this(training, momentum, eps, runningMean, runningVar, Activation.NONE);
    }

    /// With the statistics that were used.
    ///
    /// @param z what the activation's derivative reads, if a shortcut was added before it, otherwise null: kernels then work it out from
    ///        {@code x}
    record Saved(Tensor x, Tensor mean, Tensor var, Tensor w, Tensor b, Tensor z) {
    }

    @Override
    public String name() {
        return "batch_norm";
    }

    /// {@code x} with channels as [Layout] has them, {@code w} and {@code b} {@code [channels]}, {@code r} (or not) and the result in
    /// the shape of {@code x}.
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
        if (operands.size() > 3 && !operands.get(3).equals(x)) {
            throw new IllegalArgumentException("batch_norm: shortcut " + operands.get(3) + " is added to " + x
                    + ", which needs equal shapes; bring the shortcut to the same channels and pixels first");
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
        BatchNormGeometry g = geometry(shape, activation);
        Tensor mean = runningMean;
        Tensor var = runningVar;
        if (training) {
            mean = Tensor.empty(backend, runningMean.shape());
            var = Tensor.empty(backend, runningVar.shape());
            backend.norm().statistics(g, x.storage(), mean.storage(), var.storage());
            move(runningMean, mean, momentum);
            move(runningVar, var, momentum * g.rows() / (g.rows() - 1));
        }
        Tensor b = operands[2];
        Tensor r = operands.length > 3 ? operands[3] : null;
        Tensor y = Tensor.empty(backend, shape);
        Tensor z = null;
        if (r == null || activation == Activation.NONE) {
            backend.norm().normalize(g, x.storage(), mean.storage(), var.storage(), w.storage(), b.storage(),
                    r == null ? null : r.storage(), y.storage());
        } else if (activation.function().readsOutput()) {
            backend.norm().normalize(g, x.storage(), mean.storage(), var.storage(), w.storage(), b.storage(), r.storage(),
                    y.storage());
            z = y;
        } else {
            z = Tensor.empty(backend, shape);
            backend.norm().normalize(geometry(shape, Activation.NONE), x.storage(), mean.storage(), var.storage(), w.storage(),
                    b.storage(), r.storage(), z.storage());
            backend.elementwise().unary(activation.function(), shape.count(), z.storage(), y.storage());
        }
        return new Forward<>(y, new Saved(x, mean, var, w, b, z));
    }

    @Override
    public Tensor[] backward(Saved s, Tensor dy, boolean[] needs) {
        Backend backend = dy.backend();
        Tensor dz = dy;
        if (s.z != null) {
            dz = dy.reuse();
            backend.elementwise().unaryBackward(activation.function(), dz.shape().count(), s.z.storage(), s.z.storage(),
                    dy.storage(), dz.storage());
        }
        BatchNormGeometry g = geometry(dy.shape(), s.z == null ? activation : Activation.NONE);
        // One kernel gives all three: the sums that dw and db need are needed for dx as well.
        Tensor dx = needs.length > 3 ? Tensor.empty(backend, dy.shape()) : dy.reuse();
        Tensor dw = Tensor.empty(backend, s.w.shape());
        Tensor db = Tensor.empty(backend, s.w.shape());
        if (training) {
            backend.norm().backward(g, s.x.storage(), s.mean.storage(), s.var.storage(), s.w.storage(), s.b.storage(),
                    dz.storage(),
                    dx.storage(), dw.storage(), db.storage());
        } else {
            backend.norm().backwardFixed(g, s.x.storage(), s.mean.storage(), s.var.storage(), s.w.storage(), s.b.storage(),
                    dz.storage(), dx.storage(), dw.storage(), db.storage());
        }
        return needs.length > 3 ? new Tensor[]{dx, dw, db, dz} : new Tensor[]{dx, dw, db};
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

    private BatchNormGeometry geometry(Shape x, Activation f) {
        int channels = Layout.channels(name(), x);
        return new BatchNormGeometry(x.count() / channels, channels, eps, f);
    }
}
