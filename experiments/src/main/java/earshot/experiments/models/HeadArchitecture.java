package earshot.experiments.models;

import earshot.engine.Tensor;
import earshot.engine.nn.Dropout;
import earshot.engine.nn.Linear;
import earshot.engine.nn.Module;
import earshot.engine.nn.NoiseSource;
import earshot.engine.nn.ParameterSource;
import earshot.experiments.ExperimentException;
import earshot.kernels.Backend;

/// A head on the features of a network that does not learn: a linear map, or two with a rectifier between.
///
/// @param features of a clip, as the front end gives them
/// @param hidden   width of a layer between; 0 for none
/// @param dropout  probability of 0 in what the last map takes
public record HeadArchitecture(int features, int hidden, double dropout) implements Architecture {

    public HeadArchitecture {
        require(features >= 1, "network.features", "at least 1", features);
        require(hidden >= 0 && hidden <= 1 << 16, "network.hidden", "0 to 65536", hidden);
        require(dropout >= 0 && dropout < 1, "network.dropout", "at least 0 and below 1", dropout);
    }

    private static void require(boolean fine, String key, String expected, Object got) {
        if (!fine) {
            throw ExperimentException.configuration(key, expected, got);
        }
    }

    @Override
    public Module build(Backend backend, NoiseSource noise, int classes, long seed) {
        return new Head(new ParameterSource(backend, seed), noise, this, classes);
    }

    @Override
    public String describe() {
        return (hidden == 0 ? "linear head" : "head with a hidden layer of " + hidden) + " on " + features + " frozen features";
    }

    private static final class Head extends Module {
        private final int features;
        private final Linear hidden;
        private final Dropout dropout;
        private final Linear last;

        Head(ParameterSource source, NoiseSource noise, HeadArchitecture c, int classes) {
            features = c.features;
            hidden = c.hidden == 0 ? null : part("hidden", new Linear(source, c.features, c.hidden));
            dropout = part("dropout", new Dropout(noise, c.dropout));
            last = part("linear", new Linear(source, c.hidden == 0 ? c.features : c.hidden, classes));
        }

        @Override
        protected Tensor forward(Tensor pictures) {
            Tensor x = pictures.reshape(-1, features);
            return last.apply(dropout.apply(hidden == null ? x : hidden.apply(x).relu()));
        }
    }
}
