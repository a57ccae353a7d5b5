package earshot.experiments.models;

import earshot.engine.nn.Module;
import earshot.engine.nn.NoiseSource;
import earshot.engine.nn.ParameterSource;
import earshot.kernels.Backend;

/// A kind of network that gives every patch of a picture a vector, and names sounds by the mean of these.
public interface PatchArchitecture extends Architecture {

    /// Side of a patch, in mels and in frames.
    int patch();

    /// The network up to the patches' vectors.
    ///
    /// @param noise where its masks of dropout come from
    PatchEncoder encoder(ParameterSource source, NoiseSource noise);

    @Override
    default Module build(Backend backend, NoiseSource noise, int classes, long seed) {
        ParameterSource source = new ParameterSource(backend, seed);
        return new PatchClassifier(source, encoder(source, noise), classes);
    }
}
