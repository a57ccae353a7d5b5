package earshot.experiments.simclr;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.ops.NtXent;
import earshot.engine.ops.Targets;
import earshot.engine.optim.AdamW;
import earshot.engine.optim.OneCycle;
import earshot.experiments.ExperimentException;
import earshot.experiments.models.ResNet;
import earshot.experiments.runs.RunFolder;
import earshot.experiments.training.BatchLoader;
import earshot.experiments.training.StateFile;
import earshot.experiments.training.TrainingListener;
import earshot.kernels.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Teaches the encoder of one fold to find pairs of views, and leaves after every epoch all that is needed to go on from there.
final class ContrastiveTrainer {
    /// Threads that prepare views, which takes longer than preparing pictures: recordings are changed before they are transformed.
    private static final int LOADERS = 2;

    private final RunFolder run;
    private final EncoderCard card;
    private final Backend backend;
    private final Pairs pairs;
    private final TrainingListener listener;

    /// @param card of the finished encoder
    ContrastiveTrainer(RunFolder run, EncoderCard card, Backend backend, Pairs pairs, TrainingListener listener) {
        this.run = run;
        this.card = card;
        this.backend = backend;
        this.pairs = pairs;
        this.listener = listener;
    }

    /// Trains from where the fold was left, and writes encoder and projection head to `file`.
    void train(Path file) throws IOException {
        Path unfinished = StateFile.unfinished(file);
        int epochs = card.pretraining().epochs();
        ResNet network = card.network(backend);
        AdamW optimizer = new AdamW(network.parameters(), card.pretraining().lr(), card.pretraining().weightDecay());
        try {
            int epoch = 0;
            if (Files.exists(unfinished)) {
                epoch = StateFile.card(unfinished, EncoderCard.class).epoch();
                StateFile.read(unfinished, network, optimizer);
            }
            OneCycle schedule = OneCycle.of(Math.multiplyExact(epochs, pairs.perEpoch()));
            for (; epoch < epochs; epoch++) {
                epoch(network, optimizer, schedule, epoch);
                if (epoch + 1 < epochs) {
                    StateFile.write(unfinished, card.after(epoch + 1), network, optimizer);
                }
            }
            StateFile.write(file, card, network, null);
        } finally {
            optimizer.release();
            network.release();
        }
    }

    private void epoch(ResNet network, AdamW optimizer, OneCycle schedule, int epoch) throws IOException {
        long start = System.nanoTime();
        network.train();
        Pairs.Epoch pass = pairs.epoch(epoch);
        var queue = new NegativeQueue(card.pretraining().negatives(), card.pretraining().projection());
        var tally = new Tally();
        try (var loader = new BatchLoader<>(pass::batch, pairs.perEpoch(), LOADERS)) {
            for (int i = 0; i < pairs.perEpoch(); i++) {
                Pairs.Batch batch = loader.next();
                schedule.apply(optimizer, epoch * pairs.perEpoch() + i);
                try (var _ = Scope.open()) {
                    step(network, batch, queue, tally);
                }
                ContrastiveEpoch progress = tally.epoch(card.fold(), epoch + 1, optimizer.learningRate(0));
                if (!Double.isFinite(progress.loss())) {
                    throw new ExperimentException("fold " + card.fold() + ", epoch " + (epoch + 1) + " of pre-training, batch "
                            + (i + 1) + ": the loss is " + progress.loss() + "; use a lower pretraining.lr (now "
                            + card.pretraining().lr() + ")");
                }
                optimizer.step();
                optimizer.clearGradients();
                listener.pretraining(batch.size(), progress.words(card.pretraining().epochs()));
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        run.appendMetrics(tally.epoch(card.fold(), epoch + 1, optimizer.learningRate(0)));
        run.appendTiming(new ContrastiveEpoch.Time(card.fold(), epoch + 1, seconds, pairs.clips()));
    }

    private void step(ResNet network, Pairs.Batch batch, NegativeQueue queue, Tally tally) {
        int n = batch.size();
        double temperature = card.pretraining().temperature();
        Tensor z = network.apply(Tensor.of(backend, Shape.of(2 * n, pairs.mels(), pairs.frames(), 1), batch.x())).keep();
        Tensor z1 = z.slice(0, 0, n);
        Tensor z2 = z.slice(0, n, 2 * n);
        Optional<Tensor> negatives = queue.tensor(backend);
        Tensor s = negatives.isPresent()
                ? NtXent.similarities(z1, z2, negatives.get(), temperature)
                : NtXent.similarities(z1, z2, temperature);
        int[] positives = NtXent.positives(n);
        Tensor loss = s.crossEntropy(Targets.of(backend, positives, s.shape().size(1), 0));
        s.keep();
        loss.backward();
        queue.add(z.floats());
        tally.add(loss.item(), s.floats(), positives);
    }
}
