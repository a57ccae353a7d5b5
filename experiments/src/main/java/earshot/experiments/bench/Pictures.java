package earshot.experiments.bench;

import earshot.engine.Shape;
import earshot.experiments.data.Clip;
import earshot.experiments.data.Dataset;
import earshot.experiments.features.Features;
import earshot.experiments.features.Normalization;
import earshot.experiments.training.Batches;
import earshot.experiments.training.Recipe;
import earshot.experiments.training.Split;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Log-mel pictures of noise, which go the way of a training run's: a new order every epoch, shifted, masked, normalised, mixed.
final class Pictures implements Samples {
    private static final int TRAINING_BATCHES = 4;

    private final Sizes sizes;
    private final int channels;
    private final Features features;
    private final Normalization normalization;
    private final Batches batches;

    /// @param channels 1, or 3 for networks that expect colours: all three are then the same
    /// @param classes  number of classes, at least 2
    Pictures(Sizes sizes, int channels, int classes) {
        this.sizes = sizes;
        this.channels = channels;
        int training = TRAINING_BATCHES * sizes.batch();
        var random = new Random(0);
        List<Clip> clips = new ArrayList<>();
        List<float[]> images = new ArrayList<>();
        for (int i = 0; i <= training; i++) {
            int label = i % classes;
            clips.add(new Clip(Path.of("noise-" + i), i < training ? 2 : 1, "class " + label, label, ""));
            float[] image = new float[sizes.height() * sizes.width()];
            for (int p = 0; p < image.length; p++) {
                image[p] = (float) (-40 + 15 * random.nextGaussian());
            }
            images.add(image);
        }
        List<String> names = new ArrayList<>();
        for (int c = 0; c < classes; c++) {
            names.add("class " + c);
        }
        var dataset = new Dataset("noise", names, clips);
        features = new Features(images, sizes.height(), sizes.width(), 0, 0);
        Split split = Split.of(dataset, 1);
        normalization = Normalization.of(features, split.training());
        batches = new Batches(dataset, features, split, normalization, Recipe.RESNET34.withBatch(sizes.batch()));
    }

    @Override
    public Shape shape(int clips) {
        return Shape.of(clips, sizes.height(), sizes.width(), channels);
    }

    @Override
    public int clips() {
        return sizes.batch();
    }

    @Override
    public Batch training(int step) {
        Batches.Batch batch = batches.epoch(step / batches.perEpoch()).batch(step % batches.perEpoch());
        return new Batch(coloured(batch.x()), batch.first(), batch.second(), batch.lambda());
    }

    @Override
    public float[] judged() {
        int size = sizes.height() * sizes.width();
        float[] x = new float[sizes.batch() * size];
        for (int i = 0; i < sizes.batch(); i++) {
            normalization.apply(features.images().get(i), x, i * size);
        }
        return coloured(x);
    }

    private float[] coloured(float[] grey) {
        if (channels == 1) {
            return grey;
        }
        float[] all = new float[grey.length * channels];
        for (int i = 0; i < all.length; i++) {
            all[i] = grey[i / channels];
        }
        return all;
    }
}
