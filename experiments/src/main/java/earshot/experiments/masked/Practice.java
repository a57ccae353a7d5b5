package earshot.experiments.masked;

import earshot.engine.Scope;
import earshot.engine.Tensor;
import earshot.engine.optim.AdamW;
import earshot.engine.optim.GradientNorm;
import earshot.engine.optim.OneCycle;
import earshot.experiments.ExperimentException;
import earshot.experiments.runs.RunFolder;
import earshot.experiments.training.Chance;
import earshot.experiments.training.StateFile;
import earshot.experiments.training.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.random.RandomGenerator;

/// Goes through a [Lesson] epoch by epoch, in a new order of the clips each time, and leaves after every epoch all that is needed to go
/// on from there.
///
/// @param run      where lines are written
/// @param material what the lesson is about
/// @param card     of the file that comes of it
/// @param epochs   passes over the training clips
/// @param listener hears of every step
record Practice(RunFolder run, Material material, Card card, int epochs, TrainingListener listener) {

    /// The time of an epoch, or of something that has none: one line of `timing.jsonl`.
    ///
    /// @param stage          [Material#STAGE]
    /// @param fold           the fold held out
    /// @param round          from 1
    /// @param work           what was done
    /// @param epoch          from 1; 0 where there are none
    /// @param seconds        wall time
    /// @param clipsPerSecond rate
    record Timing(String stage, int fold, int round, String work, int epoch, double seconds, double clipsPerSecond) {
    }

    /// Goes on from where the lesson was left, and writes what was learned to `file`.
    void learn(Lesson lesson, Path file) throws IOException {
        Path unfinished = StateFile.unfinished(file);
        Pretraining settings = material.pretraining();
        AdamW optimizer = new AdamW(lesson.network().parameters(), settings.lr(), settings.weightDecay());
        try {
            int epoch = 0;
            if (Files.exists(unfinished)) {
                epoch = epochsDone(file);
                card.of(card.round(), card.work(), epoch).require(unfinished, StateFile.card(unfinished, Card.class));
                StateFile.read(unfinished, lesson.network(), optimizer);
            }
            dropLinesAfter(epoch);
            OneCycle schedule = OneCycle.of(Math.multiplyExact(epochs, steps()));
            Lesson.Line line = null;
            for (; epoch < epochs; epoch++) {
                line = epoch(lesson, optimizer, schedule, epoch);
                if (epoch + 1 < epochs) {
                    StateFile.write(unfinished, card.of(card.round(), card.work(), epoch + 1), lesson.network(), optimizer);
                }
            }
            StateFile.write(file, card, lesson.network(), null);
            Files.deleteIfExists(unfinished);
            if (line != null) {
                listener.learned(line.words());
            }
        } finally {
            optimizer.release();
        }
    }

    /// Epochs that lie behind an unfinished file.
    static int epochsDone(Path file) throws IOException {
        Path unfinished = StateFile.unfinished(file);
        return Files.exists(unfinished) ? StateFile.card(unfinished, Card.class).epoch() : 0;
    }

    /// Epochs whose file was not written any more are gone through again.
    private void dropLinesAfter(int epoch) throws IOException {
        run.keepLines(line -> !line.path("stage").asString("").equals(Material.STAGE)
                || line.path("fold").asInt(0) != card.fold() || line.path("round").asInt(0) != card.round()
                || !line.path("work").asString("").equals(card.work()) || line.path("epoch").asInt(0) <= epoch);
    }

    /// Steps of an epoch. A last batch of a single clip has no variance to normalise by: it joins the one before.
    private int steps() {
        int batch = material.pretraining().batch();
        return Math.max(1, material.clips() / batch + (material.clips() % batch > 1 ? 1 : 0));
    }

    private Lesson.Line epoch(Lesson lesson, AdamW optimizer, OneCycle schedule, int epoch) throws IOException {
        long start = System.nanoTime();
        lesson.network().train();
        int[] order = shuffled(material.clips(), material.chance(Chance.LESSON_ORDER, card.round(), epoch, 0));
        int batch = material.pretraining().batch();
        double loss = 0;
        int seen = 0;
        for (int i = 0; i < steps(); i++) {
            int[] clips = Arrays.copyOfRange(order, i * batch, i == steps() - 1 ? order.length : (i + 1) * batch);
            schedule.apply(optimizer, epoch * steps() + i);
            try (var _ = Scope.open()) {
                Tensor mean = lesson.loss(clips, epoch, epoch * steps() + i);
                mean.backward();
                loss += finite(mean.item(), epoch, i) * clips.length;
                if (material.pretraining().clip() > 0) {
                    GradientNorm.clip(lesson.network().parameters().values(), material.pretraining().clip());
                }
                optimizer.step();
                optimizer.clearGradients();
                lesson.moved();
            }
            seen += clips.length;
            listener.pretraining(clips.length, String.format(Locale.ROOT, "fold %d  round %d  %s %d/%d  loss %.3f  lr %.1e",
                    card.fold(), card.round(), card.work(), epoch + 1, epochs, loss / seen, optimizer.learningRate(0)));
        }
        Lesson.Line line = lesson.line(epoch + 1, loss / seen, optimizer.learningRate(0));
        run.appendMetrics(line);
        double seconds = (System.nanoTime() - start) / 1e9;
        run.appendTiming(new Timing(Material.STAGE, card.fold(), card.round(), card.work(), epoch + 1, seconds,
                seen / seconds));
        return line;
    }

    private double finite(double loss, int epoch, int step) {
        if (!Double.isFinite(loss)) {
            throw new ExperimentException("fold " + card.fold() + ", round " + card.round() + " of pre-training, " + card.work()
                    + ", epoch " + (epoch + 1) + ", batch " + (step + 1) + ": the loss is " + loss
                    + "; use a lower pretraining.lr (now " + material.pretraining().lr() + ")");
        }
        return loss;
    }

    private static int[] shuffled(int count, RandomGenerator random) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
