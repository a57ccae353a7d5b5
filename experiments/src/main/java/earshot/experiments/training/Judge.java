package earshot.experiments.training;

import earshot.audio.augment.Augmentation;
import earshot.audio.augment.Image;
import earshot.engine.Gradients;
import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.nn.Module;
import earshot.experiments.features.Normalization;
import earshot.kernels.Backend;
import java.util.List;

/// What a trained network says of pictures, plainly and averaged over augmented views ("test-time augmentation").
///
/// @param mels   height of a picture
/// @param frames width of a picture
record Judge(Backend backend, Module network, Normalization normalization, int mels, int frames, int classes) {
    private static final int BATCH = 32;

    /// Changes a copy of a picture: the view with this number of the picture with that index.
    interface View {
        void apply(Image image, int view, int index);
    }

    /// Views that a seed decides.
    static View views(Augmentation augmentation, long seed, int fold) {
        return (image, view, index) -> augmentation.apply(image, Chance.VIEW.of(seed, fold, view, index));
    }

    /// Probabilities `[picture][class]` of pictures as they are.
    float[][] plain(List<float[]> images) {
        return probabilities(images, 0, (_, _, _) -> {
        });
    }

    /// Probabilities `[picture][class]`, the mean over some augmented views of each picture.
    ///
    /// @param count views of each picture, at least 1
    float[][] averaged(List<float[]> images, int count, View view) {
        float[][] mean = new float[images.size()][classes];
        for (int v = 0; v < count; v++) {
            float[][] p = probabilities(images, v, view);
            for (int i = 0; i < mean.length; i++) {
                for (int c = 0; c < classes; c++) {
                    mean[i][c] += p[i][c] / count;
                }
            }
        }
        return mean;
    }

    private float[][] probabilities(List<float[]> images, int number, View view) {
        float[][] all = new float[images.size()][classes];
        int size = mels * frames;
        network.eval();
        for (int from = 0; from < images.size(); from += BATCH) {
            int n = Math.min(BATCH, images.size() - from);
            float[] x = new float[n * size];
            for (int i = 0; i < n; i++) {
                float[] image = images.get(from + i).clone();
                view.apply(new Image(image, mels, frames), number, from + i);
                normalization.apply(image, x, i * size);
            }
            try (var _ = Scope.open(); var _ = Gradients.off()) {
                float[] p = network.apply(Tensor.of(backend, Shape.of(n, mels, frames, 1), x)).softmax().floats();
                for (int i = 0; i < n; i++) {
                    System.arraycopy(p, i * classes, all[from + i], 0, classes);
                }
            }
        }
        return all;
    }
}
