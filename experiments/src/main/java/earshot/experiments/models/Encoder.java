package earshot.experiments.models;

import earshot.engine.Tensor;

/// A network that turns each picture into one vector before its last layer names a class.
public interface Encoder {

    /// What the last layer sees.
    ///
    /// @param x normalised pictures {@code [N, mels, frames, 1]}
    /// @return {@code [N, width]}
    Tensor features(Tensor x);
}
