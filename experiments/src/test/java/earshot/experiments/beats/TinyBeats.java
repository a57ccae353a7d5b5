package earshot.experiments.beats;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.Backend;
import java.util.Random;

/// Networks small enough for tests.
final class TinyBeats {
    static final BeatsConfig.Drops DROPS = new BeatsConfig.Drops(0.1, 0.1, 0.2, 0.1, 0.3, 0.1);

    private TinyBeats() {
    }

    /// Three layers of width 12, norms behind, gated distances.
    static BeatsConfig deep(BeatsConfig.Drops drops) {
        return config(false, true, drops, 1);
    }

    static BeatsConfig config(boolean normFirst, boolean gated, BeatsConfig.Drops drops, double gradientDecay) {
        return new BeatsConfig(new BeatsConfig.Patches(16, 8, normFirst),
                new BeatsConfig.Layers(3, 12, 20, 3, BeatsActivation.GELU, normFirst, !normFirst, gradientDecay),
                new BeatsConfig.Positions(normFirst ? 5 : 6, 3, true, 8, 7, gated), drops, 4);
    }

    /// Filter banks of two clips.
    static Tensor frames(Backend backend, int frames) {
        return Tensor.of(backend, Shape.of(2, frames, 128), new Random(5).doubles(2 * frames * 128, -1, 1).toArray());
    }
}
