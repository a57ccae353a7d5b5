package earshot.experiments.masked;

import earshot.engine.Gradients;
import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.experiments.features.Features;
import earshot.experiments.features.Normalization;
import earshot.experiments.tokens.PatchGrid;
import earshot.experiments.training.Chance;
import earshot.experiments.training.Split;
import earshot.kernels.Backend;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/// What pre-training sees of a fold: the pictures of its training clips, nothing of those held out, and no class.
///
/// @param backend     what computes
/// @param seed        what all chance comes from
/// @param fold        the fold held out
/// @param pretraining its settings
/// @param grid        how pictures are cut
/// @param pictures    of the training clips, normalised, row-major `[mels][frames]`
record Material(Backend backend, long seed, int fold, Pretraining pretraining, PatchGrid grid, List<float[]> pictures) {
    /// What lines of pre-training have under `stage`, which tells them from those of supervised training.
    static final String STAGE = "pretraining";

    /// Pictures that are looked at together where nothing is learned.
    private static final int BATCH = 32;

    Material {
        pictures = List.copyOf(pictures);
    }

    /// The training clips of a fold.
    static Material of(Backend backend, long seed, Pretraining pretraining, PatchGrid grid, Features features,
            Normalization normalization, Split split) {
        List<float[]> pictures = Arrays.stream(split.training()).mapToObj(clip -> {
            float[] normalized = new float[grid.mels() * grid.frames()];
            normalization.apply(features.images().get(clip), normalized, 0);
            return normalized;
        }).toList();
        return new Material(backend, seed, split.fold(), pretraining, grid, pictures);
    }

    /// Number of training clips.
    int clips() {
        return pictures.size();
    }

    float[] picture(int clip) {
        return pictures.get(clip);
    }

    /// Pictures one after another as a network's input.
    Tensor tensor(float[] x) {
        int size = grid.mels() * grid.frames();
        return Tensor.of(backend, Shape.of(x.length / size, grid.mels(), grid.frames(), 1), x);
    }

    /// Pictures of some clips as a network's input.
    Tensor tensor(int... clips) {
        int size = grid.mels() * grid.frames();
        float[] x = new float[clips.length * size];
        for (int i = 0; i < clips.length; i++) {
            System.arraycopy(picture(clips[i]), 0, x, i * size, size);
        }
        return tensor(x);
    }

    /// What a network makes of each patch of each clip, one clip after another.
    ///
    /// @param network from pictures to `[N, patches, width]`; nothing is learned
    float[] ofEach(UnaryOperator<Tensor> network, int width) {
        float[] all = new float[Math.multiplyExact(clips(), grid.count() * width)];
        for (int from = 0; from < clips(); from += BATCH) {
            int[] batch = new int[Math.min(BATCH, clips() - from)];
            int first = from;
            Arrays.setAll(batch, i -> first + i);
            try (var _ = Scope.open(); var _ = Gradients.off()) {
                float[] y = network.apply(tensor(batch)).floats();
                System.arraycopy(y, 0, all, from * grid.count() * width, y.length);
            }
        }
        return all;
    }

    /// A generator for one draw of a round.
    ///
    /// @param index 0 to 2^20 - 1
    RandomGenerator chance(Chance purpose, int round, int epoch, int index) {
        return purpose.of(seed, fold, epoch, round << 20 | index);
    }
}
