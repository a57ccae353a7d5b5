package earshot.experiments.bench;

import earshot.engine.Shape;

/// Where a network's batches come from.
interface Samples {

    /// One step's input.
    ///
    /// @param x      values of the input's shape
    /// @param first  class of each clip
    /// @param second class of the clip mixed into it
    /// @param lambda weight of the first
    record Batch(float[] x, int[] first, int[] second, double lambda) {
    }

    /// Shape of the input for this many clips.
    Shape shape(int clips);

    /// Clips of a batch.
    int clips();

    /// The batch of a training step, made anew as a training run makes it.
    Batch training(int step);

    /// A batch to judge.
    float[] judged();
}
