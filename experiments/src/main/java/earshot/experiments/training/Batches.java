package earshot.experiments.training;

import earshot.audio.augment.Augmentation;
import earshot.audio.augment.Image;
import earshot.experiments.data.Dataset;
import earshot.experiments.features.Features;
import earshot.experiments.features.Normalization;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.distribution.BetaDistribution;

/// The training batches of one fold: clips in a new order every epoch, augmented, normalised, mixed.
public final class Batches {
    private final Dataset dataset;
    private final Features features;
    private final Pictures pictures;
    private final Split split;
    private final Normalization normalization;
    private final Recipe recipe;
    private final Augmentation augmentation;
    private final int perEpoch;

    /// Batches of recordings as they are.
    ///
    /// @param split the fold held out, whose clips are in no batch
    /// @param normalization of the pictures, after augmentation
    public Batches(Dataset dataset, Features features, Split split, Normalization normalization, Recipe recipe) {
        this(dataset, features, Pictures.kept(features), split, normalization, recipe);
    }

    /// @param features what the pictures' size is taken from
    /// @param pictures of the training clips, before augmentation
    Batches(Dataset dataset, Features features, Pictures pictures, Split split, Normalization normalization,
            Recipe recipe) {
        this.dataset = dataset;
        this.features = features;
        this.pictures = pictures;
        this.split = split;
        this.normalization = normalization;
        this.recipe = recipe;
        this.augmentation = recipe.augment().of(normalization.mean());
        int clips = split.training().length;
        // A last batch of a single clip has no variance to normalise by: it joins the one before.
        this.perEpoch = Math.max(1, clips / recipe.batch() + (clips % recipe.batch() > 1 ? 1 : 0));
    }

    /// One step's input.
    ///
    /// @param x      pictures `[n][mels][frames]`
    /// @param first  class of each clip
    /// @param second class of the clip mixed into it
    /// @param lambda weight of the first; 1 without mixup
    public record Batch(float[] x, int[] first, int[] second, double lambda) {
        /// Clips of the batch.
        public int size() {
            return first.length;
        }
    }

    /// Batches of an epoch: all clips once, the last batch smaller where they do not divide.
    public int perEpoch() {
        return perEpoch;
    }

    /// Clips of one of the epoch's batches.
    int size(int index) {
        int from = index * recipe.batch();
        return (index == perEpoch - 1 ? split.training().length : from + recipe.batch()) - from;
    }

    /// The batches of an epoch, made one by one as they are asked for.
    public Epoch epoch(int epoch) {
        return new Epoch(epoch);
    }

    /// One pass over the training clips.
    public final class Epoch {
        private final int epoch;
        private final int[] order;

        private Epoch(int epoch) {
            this.epoch = epoch;
            this.order = split.training().clone();
            shuffle(order, Chance.ORDER.of(recipe.seed(), split.fold(), epoch, 0));
        }

        /// One of the epoch's [#perEpoch()] batches; the same at every call, from any thread.
        public Batch batch(int index) {
            int from = index * recipe.batch();
            int n = size(index);
            int size = features.mels() * features.frames();
            float[] x = new float[n * size];
            int[] labels = new int[n];
            for (int i = 0; i < n; i++) {
                int clip = order[from + i];
                float[] image = pictures.of(clip, epoch);
                augmentation.apply(new Image(image, features.mels(), features.frames()),
                        Chance.AUGMENTATION.of(recipe.seed(), split.fold(), epoch, clip));
                normalization.apply(image, x, i * size);
                labels[i] = dataset.clips().get(clip).label();
            }
            return recipe.augment().mixup() > 0 ? mixed(x, labels, index) : new Batch(x, labels, labels, 1);
        }

        /// Mixup (Zhang et al., 2018), one weight for the batch.
        private Batch mixed(float[] x, int[] labels, int index) {
            RandomGenerator random = Chance.MIXUP.of(recipe.seed(), split.fold(), epoch, index);
            double a = recipe.augment().mixup();
            double lambda = new BetaDistribution(null, a, a).inverseCumulativeProbability(random.nextDouble());
            int n = labels.length;
            int size = x.length / n;
            int[] partner = new int[n];
            for (int i = 0; i < n; i++) {
                partner[i] = i;
            }
            shuffle(partner, random);
            float[] y = new float[x.length];
            int[] second = new int[n];
            for (int i = 0; i < n; i++) {
                second[i] = labels[partner[i]];
                int other = partner[i] * size - i * size;
                for (int p = i * size; p < (i + 1) * size; p++) {
                    y[p] = (float) (lambda * x[p] + (1 - lambda) * x[p + other]);
                }
            }
            return new Batch(y, labels, second, lambda);
        }
    }

    private static void shuffle(int[] values, RandomGenerator random) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = values[i];
            values[i] = values[j];
            values[j] = kept;
        }
    }
}
