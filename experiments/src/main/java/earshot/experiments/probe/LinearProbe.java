package earshot.experiments.probe;

import earshot.engine.Gradients;
import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.nn.Linear;
import earshot.engine.nn.ParameterSource;
import earshot.engine.ops.Targets;
import earshot.engine.optim.AdamW;
import earshot.kernels.Backend;

/// How far a linear layer alone comes with vectors that nobody changes: what they hold of the classes, in a form that is easy to read.
/// Each place of the vectors is brought to mean 0 and deviation 1 over the training clips; then [#STEPS] steps of AdamW over all of them at
/// once, from random weights, without any augmentation.
public final class LinearProbe implements AutoCloseable {
    private static final int STEPS = 300;
    private static final double LR = 0.01;
    private static final double WEIGHT_DECAY = 0.1;

    private final Backend backend;
    private final Standardization scale;
    private final Linear layer;

    private LinearProbe(Backend backend, Standardization scale, Linear layer) {
        this.backend = backend;
        this.scale = scale;
        this.layer = layer;
    }

    /// Trains a probe.
    ///
    /// @param x       vectors of the training clips
    /// @param labels  their classes
    /// @param classes how many there are
    /// @param seed    of the initial weights
    public static LinearProbe fit(Backend backend, float[][] x, int[] labels, int classes, long seed) {
        var scale = Standardization.of(x);
        var layer = new Linear(new ParameterSource(backend, seed), x[0].length, classes);
        var optimizer = new AdamW(layer.parameters(), LR, WEIGHT_DECAY);
        float[] standard = scale.apply(x);
        for (int step = 0; step < STEPS; step++) {
            try (var _ = Scope.open()) {
                Tensor input = Tensor.of(backend, Shape.of(x.length, x[0].length), standard);
                layer.apply(input).crossEntropy(Targets.of(backend, labels, classes, 0)).backward();
            }
            optimizer.step();
            optimizer.clearGradients();
        }
        optimizer.release();
        return new LinearProbe(backend, scale, layer);
    }

    /// Part of some vectors whose class it names.
    public double accuracy(float[][] x, int[] labels) {
        int right = 0;
        try (var _ = Scope.open(); var _ = Gradients.off()) {
            int[] named = layer.apply(Tensor.of(backend, Shape.of(x.length, x[0].length), scale.apply(x))).argMax().ints();
            for (int i = 0; i < labels.length; i++) {
                right += named[i] == labels[i] ? 1 : 0;
            }
        }
        return (double) right / labels.length;
    }

    @Override
    public void close() {
        layer.release();
    }

    /// Mean and deviation of each place of the vectors; a place that is always the same becomes 0.
    private record Standardization(double[] mean, double[] deviation) {

        static Standardization of(float[][] x) {
            int width = x[0].length;
            double[] mean = new double[width];
            double[] deviation = new double[width];
            for (int i = 0; i < width; i++) {
                for (float[] row : x) {
                    mean[i] += row[i] / x.length;
                }
                for (float[] row : x) {
                    deviation[i] += Math.pow(row[i] - mean[i], 2) / x.length;
                }
                deviation[i] = deviation[i] > 0 ? Math.sqrt(deviation[i]) : 1;
            }
            return new Standardization(mean, deviation);
        }

        /// Row after row.
        float[] apply(float[][] x) {
            int width = mean.length;
            float[] y = new float[x.length * width];
            for (int row = 0; row < x.length; row++) {
                for (int i = 0; i < width; i++) {
                    y[row * width + i] = (float) ((x[row][i] - mean[i]) / deviation[i]);
                }
            }
            return y;
        }
    }
}
