package earshot.experiments.bench;

import earshot.engine.Shape;
import java.util.Random;

/// Sequences of noise.
final class Sequences implements Samples {
    private final Sizes sizes;
    private final int features;
    private final float[] x;
    private final int[] labels;

    /// @param features numbers of a step
    /// @param classes  number of classes
    Sequences(Sizes sizes, int features, int classes) {
        this.sizes = sizes;
        this.features = features;
        var random = new Random(0);
        x = new float[shape(sizes.batch()).count()];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        labels = random.ints(sizes.batch(), 0, classes).toArray();
    }

    @Override
    public Shape shape(int clips) {
        return Shape.of(clips, sizes.width(), features);
    }

    @Override
    public int clips() {
        return sizes.batch();
    }

    @Override
    public Batch training(int step) {
        return new Batch(x, labels, labels, 1);
    }

    @Override
    public float[] judged() {
        return x;
    }
}
