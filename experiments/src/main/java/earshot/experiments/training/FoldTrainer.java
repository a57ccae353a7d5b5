package earshot.experiments.training;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.ops.Targets;
import earshot.engine.optim.AdamW;
import earshot.engine.optim.OneCycle;
import earshot.experiments.ExperimentException;
import earshot.experiments.models.ResNet;
import earshot.experiments.runs.RunFolder;
import earshot.kernels.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Trains the network of one fold, and leaves after every epoch all that is needed to go on from there.
final class FoldTrainer {
    /// Threads that prepare batches. They have little to do unless recordings are changed anew in every epoch.
    private static final int LOADERS = 2;

    private final RunFolder run;
    private final ResnetConfig config;
    private final Backend backend;
    private final Batches batches;
    private final Shape image;
    private final Checkpoint.Card card;
    private final TrainingListener listener;

    /// @param card of the finished network
    FoldTrainer(RunFolder run, ResnetConfig config, Backend backend, Batches batches, int frames, Checkpoint.Card card,
            TrainingListener listener) {
        this.run = run;
        this.config = config;
        this.backend = backend;
        this.batches = batches;
        this.image = Shape.of(config.frontEnd().mels(), frames, 1);
        this.card = card;
        this.listener = listener;
    }

    /// Trains from where the fold was left, and writes the finished network to `file`.
    void train(Path file) throws IOException {
        Path unfinished = unfinished(file);
        ResNet network = new ResNet(backend, config.network().of(card.classes().size()), config.seed());
        AdamW optimizer = new AdamW(network.parameters(), config.lr(), config.weightDecay());
        try {
            int epoch = 0;
            if (Files.exists(unfinished)) {
                epoch = Checkpoint.card(unfinished).epoch();
                Checkpoint.read(unfinished, network, optimizer);
            }
            OneCycle schedule = OneCycle.of(Math.multiplyExact(config.epochs(), batches.perEpoch()));
            for (; epoch < config.epochs(); epoch++) {
                epoch(network, optimizer, schedule, epoch);
                if (epoch + 1 < config.epochs()) {
                    Checkpoint.write(unfinished, card.after(epoch + 1), network, optimizer);
                }
            }
            Checkpoint.write(file, card, network, null);
        } finally {
            optimizer.release();
            network.release();
        }
    }

    /// Epochs that a fold has behind it.
    static int epochsDone(Path file, int epochs) throws IOException {
        if (Files.exists(file)) {
            return epochs;
        }
        Path unfinished = unfinished(file);
        return Files.exists(unfinished) ? Checkpoint.card(unfinished).epoch() : 0;
    }

    /// Where the fold's state is kept between two epochs, for going on.
    static Path unfinished(Path file) {
        return file.resolveSibling(file.getFileName().toString().replace(".safetensors", ".unfinished.safetensors"));
    }

    private void epoch(ResNet network, AdamW optimizer, OneCycle schedule, int epoch) throws IOException {
        long start = System.nanoTime();
        network.train();
        Batches.Epoch pass = batches.epoch(epoch);
        double loss = 0;
        int right = 0;
        int clips = 0;
        double lr = 0;
        try (var loader = new BatchLoader(pass::batch, batches.perEpoch(), LOADERS)) {
            for (int i = 0; i < batches.perEpoch(); i++) {
                Batches.Batch batch = loader.next();
                int step = epoch * batches.perEpoch() + i;
                schedule.apply(optimizer, step);
                lr = optimizer.learningRate(0);
                try (var _ = Scope.open()) {
                    Tensor x = Tensor.of(backend, Shape.of(batch.size(), image.size(0), image.size(1), image.size(2)), batch.x());
                    Tensor target = Targets.mixed(backend, batch.first(), batch.second(), batch.lambda(), card.classes().size(),
                            config.smoothing());
                    Tensor logits = network.apply(x);
                    Tensor mean = logits.crossEntropy(target);
                    mean.backward();
                    loss += finite(mean.item(), epoch, i) * batch.size();
                    right += right(logits.floats(), batch.lambda() >= 0.5 ? batch.first() : batch.second());
                }
                optimizer.step();
                optimizer.clearGradients();
                clips += batch.size();
                listener.step(
                        new TrainingListener.Step(card.fold(), epoch + 1, batch.size(), loss / clips, (double) right / clips,
                                lr));
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        run.appendMetrics(new TrainingListener.Epoch(card.fold(), epoch + 1, loss / clips, (double) right / clips, lr));
        run.appendTiming(new TrainingListener.Timing(card.fold(), epoch + 1, "train", seconds, clips / seconds));
    }

    private double finite(double loss, int epoch, int batch) {
        if (!Double.isFinite(loss)) {
            throw new ExperimentException("fold " + card.fold() + ", epoch " + (epoch + 1) + ", batch " + (batch + 1)
                    + ": the loss is " + loss + "; use a lower learning rate (--lr, now " + config.lr() + ")");
        }
        return loss;
    }

    private static int right(float[] logits, int[] labels) {
        int classes = logits.length / labels.length;
        int right = 0;
        for (int i = 0; i < labels.length; i++) {
            int best = 0;
            for (int c = 1; c < classes; c++) {
                best = logits[i * classes + c] > logits[i * classes + best] ? c : best;
            }
            right += best == labels[i] ? 1 : 0;
        }
        return right;
    }
}
