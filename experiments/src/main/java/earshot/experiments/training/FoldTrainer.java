package earshot.experiments.training;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.nn.Module;
import earshot.engine.nn.NoiseSource;
import earshot.engine.ops.Targets;
import earshot.engine.optim.AdamW;
import earshot.engine.optim.GradientNorm;
import earshot.engine.optim.Schedule;
import earshot.experiments.ExperimentException;
import earshot.experiments.runs.RunFolder;
import earshot.kernels.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/// Trains the network of one fold, and leaves after every epoch all that is needed to go on from there.
final class FoldTrainer {
    /// Threads that prepare batches. They have little to do unless recordings are changed anew in every epoch.
    private static final int LOADERS = 2;

    private final RunFolder run;
    private final Recipe recipe;
    private final Backend backend;
    private final Batches batches;
    private final Split split;
    private final Checkpoint.Card card;
    private final TrainingListener listener;

    /// @param card of the finished network
    FoldTrainer(RunFolder run, Recipe recipe, Backend backend, Batches batches, Split split, Checkpoint.Card card,
            TrainingListener listener) {
        this.run = run;
        this.recipe = recipe;
        this.backend = backend;
        this.batches = batches;
        this.split = split;
        this.card = card;
        this.listener = listener;
    }

    /// What is trained, while it is.
    private record Learner(Module network, NoiseSource noise, AdamW optimizer, Schedule schedule) {
        void release() {
            optimizer.release();
            network.release();
        }
    }

    /// Trains from where the fold was left, and writes the finished network to `file`.
    void train(Start start, Path file) throws IOException {
        Path unfinished = StateFile.unfinished(file);
        Learner learner = learner(start);
        try {
            int epoch = 0;
            if (Files.exists(unfinished)) {
                epoch = Checkpoint.card(unfinished).epoch();
                StateFile.read(unfinished, learner.network, learner.optimizer);
            }
            for (; epoch < recipe.epochs(); epoch++) {
                epoch(learner, epoch);
                if (epoch + 1 < recipe.epochs()) {
                    StateFile.write(unfinished, card.after(epoch + 1), learner.network, learner.optimizer);
                }
            }
            StateFile.write(file, card, learner.network, null);
        } finally {
            learner.release();
        }
    }

    private Learner learner(Start start) throws IOException {
        var noise = new NoiseSource(Chance.NOISE.of(recipe.seed(), split.fold(), 0, 0).nextLong());
        Module network = recipe.network().build(backend, noise, card.classes().size(), recipe.seed());
        try {
            Set<String> pretrained = start.load(network, split, listener);
            AdamW optimizer = recipe.optimization().optimizer(network, pretrained, recipe.lr(), recipe.weightDecay());
            int steps = Math.multiplyExact(recipe.epochs(), recipe.optimization().steps(batches.perEpoch()));
            return new Learner(network, noise, optimizer, recipe.optimization().course(steps));
        } catch (IOException | RuntimeException failed) {
            network.release();
            throw failed;
        }
    }

    /// Epochs that a fold has behind it.
    static int epochsDone(Path file, int epochs) throws IOException {
        if (Files.exists(file)) {
            return epochs;
        }
        Path unfinished = StateFile.unfinished(file);
        return Files.exists(unfinished) ? Checkpoint.card(unfinished).epoch() : 0;
    }

    private void epoch(Learner learner, int epoch) throws IOException {
        long start = System.nanoTime();
        learner.network.train();
        Batches.Epoch pass = batches.epoch(epoch);
        int steps = recipe.optimization().steps(batches.perEpoch());
        var seen = new Seen();
        try (var loader = new BatchLoader<>(pass::batch, batches.perEpoch(), LOADERS)) {
            for (int step = 0; step < steps; step++) {
                learner.schedule.apply(learner.optimizer, epoch * steps + step);
                step(learner, loader, epoch, step, seen);
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        run.appendMetrics(new TrainingListener.Epoch(card.fold(), epoch + 1, seen.meanLoss(), seen.accuracy(),
                learner.optimizer.learningRate(0)));
        run.appendTiming(new TrainingListener.Timing(card.fold(), epoch + 1, "train", seconds, seen.clips / seconds));
    }

    /// The clips of an epoch so far.
    private static final class Seen {
        private int clips;
        private int right;
        private double loss;

        double meanLoss() {
            return loss / clips;
        }

        double accuracy() {
            return (double) right / clips;
        }
    }

    /// One step of the optimiser, along the mean gradient of the clips of its batches.
    private void step(Learner learner, BatchLoader<Batches.Batch> loader, int epoch, int step, Seen seen) {
        int from = step * recipe.optimization().accumulate();
        int to = Math.min(from + recipe.optimization().accumulate(), batches.perEpoch());
        int all = 0;
        for (int i = from; i < to; i++) {
            all += batches.size(i);
        }
        for (int i = from; i < to; i++) {
            Batches.Batch batch = loader.next();
            learner.noise.step((long) epoch * batches.perEpoch() + i);
            try (var _ = Scope.open()) {
                Tensor x = Tensor.of(backend, Shape.of(batch.size(), recipe.frontEnd().mels(), recipe.frontEnd().frames(), 1),
                        batch.x());
                Tensor target = Targets.mixed(backend, batch.first(), batch.second(), batch.lambda(), card.classes().size(),
                        recipe.smoothing());
                Tensor logits = learner.network.apply(x);
                Tensor loss = logits.crossEntropy(target);
                (batch.size() == all ? loss : loss.affine((double) batch.size() / all, 0)).backward();
                seen.loss += finite(loss.item(), epoch, i) * batch.size();
                seen.right += right(logits.floats(), batch.lambda() >= 0.5 ? batch.first() : batch.second());
                seen.clips += batch.size();
            }
            listener.step(new TrainingListener.Step(card.fold(), epoch + 1, batch.size(), seen.meanLoss(), seen.accuracy(),
                    learner.optimizer.learningRate(0)));
        }
        if (recipe.optimization().clip() > 0) {
            GradientNorm.clip(learner.network.parameters().values(), recipe.optimization().clip());
        }
        learner.optimizer.step();
        learner.optimizer.clearGradients();
    }

    private double finite(double loss, int epoch, int batch) {
        if (!Double.isFinite(loss)) {
            throw new ExperimentException("fold " + card.fold() + ", epoch " + (epoch + 1) + ", batch " + (batch + 1)
                    + ": the loss is " + loss + "; use a lower learning rate (--lr, now " + recipe.lr() + ")");
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
