package earshot.experiments.models;

import earshot.engine.Tensor;
import earshot.engine.nn.Module;

/// A network that gives every patch of a picture a vector: what masked prediction trains, and what is then fine-tuned to name sounds.
public abstract class PatchEncoder extends Module {

    /// Vectors of all patches.
    ///
    /// @param x      normalised pictures `[N, mels, frames, 1]`
    /// @param masked `[N, patches]`, not 0 for the patches that are hidden from the network; null for none
    /// @return `[N, patches, width]`, time-major: see [earshot.experiments.tokens.PatchGrid]
    public final Tensor apply(Tensor x, Tensor masked) {
        return run(() -> forward(x, masked));
    }

    /// Length of a patch's vector.
    public abstract int width();

    /// The forward pass of [#apply(Tensor, Tensor)].
    protected abstract Tensor forward(Tensor x, Tensor masked);

    @Override
    protected final Tensor forward(Tensor x) {
        return forward(x, null);
    }
}
