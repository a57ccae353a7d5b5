package earshot.experiments.bench;

import earshot.engine.Gradients;
import earshot.engine.Scope;
import earshot.engine.Tensor;
import earshot.engine.nn.BatchNorm2d;
import earshot.engine.nn.Module;
import earshot.engine.nn.NoiseSource;
import earshot.engine.nn.State;
import earshot.engine.ops.Targets;
import earshot.engine.optim.AdamW;
import earshot.kernels.Backend;
import earshot.kernels.Storage;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/// A network on batches of samples: whole training steps as a training run takes them (batch, forward, cross-entropy, backward, AdamW), or
/// batches judged.
final class NetworkWork implements Work {
    private static final double SMOOTHING = 0.1;
    private static final int PASSES_OF_TRAINING = 3;

    private final Backend backend;
    private final Plan plan;
    private final Samples samples;
    private final NoiseSource noise = new NoiseSource(0);
    private final Module network;
    private final AdamW optimizer;
    private int step;

    /// What to run.
    ///
    /// @param classes number of logits; of no account where nothing is trained
    /// @param network builds it, with a source for its dropout
    record Plan(boolean training, int classes, BiFunction<Backend, NoiseSource, Module> network) {
    }

    /// A row for the plan.
    static List<Row> rows(Backend backend, String name, Plan plan, int clips, Supplier<Samples> samples) {
        return List.of(new Row(name, clips, () -> new NetworkWork(backend, plan, samples.get())));
    }

    private NetworkWork(Backend backend, Plan plan, Samples samples) {
        this.backend = backend;
        this.plan = plan;
        this.samples = samples;
        this.network = plan.network.apply(backend, noise);
        this.optimizer = plan.training ? new AdamW(network.parameters(), 1e-3, 0.01) : null;
        if (plan.training) {
            network.train();
        } else {
            settle();
            network.eval();
        }
    }

    /// Makes running statistics those of one batch, as after training. With those that a deep network is born with its signals die away
    /// from layer to layer, as they do in no network that is used. One pass adds a momentum's share of the batch's statistics to zeros.
    private void settle() {
        network.train();
        running((n, s) -> backend.elementwise().fill(n, 0, s));
        judge();
        running((n, s) -> backend.elementwise().affine(n, 1 / BatchNorm2d.MOMENTUM, 0, s, s));
    }

    private void running(BiConsumer<Integer, Storage> change) {
        for (State state : network.state().values()) {
            if (state instanceof State.Running(Tensor statistic)) {
                change.accept(statistic.shape().count(), statistic.storage());
            }
        }
    }

    @Override
    public void run() {
        if (plan.training) {
            train();
        } else {
            judge();
        }
    }

    private void train() {
        noise.step(step);
        Samples.Batch batch = samples.training(step++);
        try (var _ = Scope.open()) {
            Tensor x = Tensor.of(backend, samples.shape(samples.clips()), batch.x());
            Tensor target = Targets.mixed(backend, batch.first(), batch.second(), batch.lambda(), plan.classes, SMOOTHING);
            Tensor loss = network.apply(x).crossEntropy(target);
            loss.backward();
            if (!Double.isFinite(loss.item())) {
                throw new IllegalStateException("bench: the loss of step " + step + " is " + loss.item());
            }
        }
        optimizer.step();
        optimizer.clearGradients();
    }

    private void judge() {
        try (var _ = Scope.open(); var _ = Gradients.off()) {
            network.apply(Tensor.of(backend, samples.shape(samples.clips()), samples.judged()));
        }
    }

    @Override
    public double operations() {
        double one = OperationCount.of(backend, b -> plan.network.apply(b, noise), samples.shape(1));
        return one * samples.clips() * (plan.training ? PASSES_OF_TRAINING : 1);
    }

    @Override
    public double bytes() {
        return 0;
    }

    @Override
    public void close() {
        if (optimizer != null) {
            optimizer.clearGradients();
            optimizer.release();
        }
        network.release();
    }
}
