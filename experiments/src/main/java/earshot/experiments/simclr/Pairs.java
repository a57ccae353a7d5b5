package earshot.experiments.simclr;

import earshot.experiments.training.Chance;
import java.util.random.RandomGenerator;

/// The batches of contrastive pre-training: every epoch all clips of the training folds once, in a new order, each as two views.
final class Pairs {
    private final ViewMaker views;
    private final int clips;
    private final int fold;
    private final long seed;
    private final int perEpoch;

    /// @param clips number of training clips, at least 2
    /// @param batch most clips of a step, at least 2
    /// @param fold  the fold held out
    Pairs(ViewMaker views, int clips, int batch, int fold, long seed) {
        this.views = views;
        this.clips = clips;
        this.fold = fold;
        this.seed = seed;
        // Batches of about one size: how hard it is to find the pair depends on how many others there are. None has a single clip.
        this.perEpoch = Math.min((clips + batch - 1) / batch, clips / 2);
    }

    /// One step's input.
    ///
    /// @param x    pictures `[2 n][mels][frames]`: the first views of all clips, then the second ones
    /// @param size n
    record Batch(float[] x, int size) {
    }

    int perEpoch() {
        return perEpoch;
    }

    int clips() {
        return clips;
    }

    int mels() {
        return views.mels();
    }

    int frames() {
        return views.frames();
    }

    /// The batches of an epoch, made one by one as they are asked for.
    Epoch epoch(int epoch) {
        return new Epoch(epoch);
    }

    /// One pass over the training clips.
    final class Epoch {
        private final int epoch;
        private final int[] order;

        private Epoch(int epoch) {
            this.epoch = epoch;
            this.order = shuffled(clips, Chance.PAIR_ORDER.of(seed, fold, epoch, 0));
        }

        /// One of the epoch's [#perEpoch()] batches; the same at every call, from any thread.
        Batch batch(int index) {
            int from = (int) ((long) index * clips / perEpoch);
            int n = (int) ((index + 1L) * clips / perEpoch) - from;
            int size = mels() * frames();
            float[] x = new float[2 * n * size];
            for (int i = 0; i < n; i++) {
                int clip = order[from + i];
                for (int view = 0; view < 2; view++) {
                    views.write(clip, Chance.PAIR_VIEW.of(seed, fold, epoch, 2 * clip + view), x, (view * n + i) * size);
                }
            }
            return new Batch(x, n);
        }
    }

    private static int[] shuffled(int count, RandomGenerator random) {
        int[] order = new int[count];
        for (int i = 1; i < count; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
