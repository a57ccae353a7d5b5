package earshot.experiments.models;

import earshot.engine.nn.Module;
import earshot.engine.nn.NoiseSource;
import earshot.engine.nn.ParameterSource;
import earshot.experiments.beats.BeatsClassifier;
import earshot.experiments.beats.BeatsConfig;
import earshot.experiments.beats.TokenPooling;
import earshot.kernels.Backend;

/// A [BeatsClassifier] on Kaldi's filter banks.
///
/// @param beats     sizes and options of the network, as its checkpoint has them
/// @param pooling   from tokens to clips
/// @param recompute whether activations are computed again in the backward pass: less memory, more time, the same numbers
public record BeatsArchitecture(BeatsConfig beats, TokenPooling pooling, boolean recompute) implements Architecture {

    @Override
    public Module build(Backend backend, NoiseSource noise, int classes, long seed) {
        BeatsClassifier network = new BeatsClassifier(new ParameterSource(backend, seed), noise, beats, pooling, classes);
        network.beats().recompute(recompute);
        return network;
    }

    @Override
    public String describe() {
        return "BEATs, " + beats.layers().count() + " layers, width " + beats.layers().width() + ", fine-tuned";
    }
}
