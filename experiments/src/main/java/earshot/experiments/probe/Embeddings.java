package earshot.experiments.probe;

import earshot.engine.Gradients;
import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.experiments.features.Features;
import earshot.experiments.features.Normalization;
import earshot.experiments.models.Encoder;
import earshot.kernels.Backend;
import java.util.Arrays;

/// What a network makes of clips before its last layer.
public final class Embeddings {
    private static final int BATCH = 32;

    private Embeddings() {
    }

    /// One vector for each clip.
    ///
    /// @param network       a network that is switched to inference
    /// @param normalization of the pictures
    /// @param clips         places in the data set
    public static float[][] of(Encoder network, Backend backend, Features features,
            Normalization normalization, int[] clips) {
        int size = features.mels() * features.frames();
        float[][] all = new float[clips.length][];
        for (int from = 0; from < clips.length; from += BATCH) {
            int n = Math.min(BATCH, clips.length - from);
            float[] x = new float[n * size];
            for (int i = 0; i < n; i++) {
                normalization.apply(features.images().get(clips[from + i]), x, i * size);
            }
            try (var _ = Scope.open(); var _ = Gradients.off()) {
                Tensor y = network.features(Tensor.of(backend, Shape.of(n, features.mels(), features.frames(), 1), x));
                float[] values = y.floats();
                int width = y.shape().size(1);
                for (int i = 0; i < n; i++) {
                    all[from + i] = Arrays.copyOfRange(values, i * width, (i + 1) * width);
                }
            }
        }
        return all;
    }
}
