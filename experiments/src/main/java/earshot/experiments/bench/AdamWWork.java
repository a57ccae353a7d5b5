package earshot.experiments.bench;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.ops.Targets;
import earshot.engine.optim.AdamW;
import earshot.experiments.models.ResNet;
import earshot.kernels.Backend;
import java.util.List;

/// AdamW over the parameters of ResNet-34, 21 million in 110 tensors, with gradients of one backward pass.
final class AdamWWork implements Work {
    /// Weight, gradient and two moments are read, all but the gradient are written.
    private static final int BYTES_PER_PARAMETER = 7 * Float.BYTES;

    private final ResNet network;
    private final AdamW optimizer;

    private AdamWWork(Backend backend) {
        network = new ResNet(backend, Benches.RESNET34, 0);
        optimizer = new AdamW(network.parameters(), 1e-3, 0.01);
        try (var _ = Scope.open()) {
            Tensor x = Tensor.full(backend, Shape.of(2, 64, 64, 1), 1);
            network.apply(x).crossEntropy(Targets.of(backend, new int[]{0, 1}, Benches.CLASSES, 0)).backward();
        }
    }

    static List<Row> rows(Backend backend) {
        return List.of(new Row("resnet34 parameters", 0, () -> new AdamWWork(backend)));
    }

    @Override
    public void run() {
        optimizer.step();
    }

    @Override
    public double operations() {
        return 0;
    }

    @Override
    public double bytes() {
        return (double) BYTES_PER_PARAMETER * network.parameterCount();
    }

    @Override
    public void close() {
        optimizer.clearGradients();
        optimizer.release();
        network.release();
    }
}
