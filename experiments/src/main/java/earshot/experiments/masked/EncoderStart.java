package earshot.experiments.masked;

import earshot.engine.files.StateDict;
import earshot.engine.files.TensorData;
import earshot.engine.nn.Module;
import earshot.experiments.training.Split;
import earshot.experiments.training.Start;
import earshot.experiments.training.StateFile;
import earshot.experiments.training.TrainingListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Begins with the encoder of a network that learned to guess tokens; what names classes is new.
///
/// @param predictor where that network is
/// @param describe  see [Start]
record EncoderStart(Path predictor, String describe) implements Start {
    private static final String ENCODER = "encoder.";

    @Override
    public Set<String> load(Module network, Split split, TrainingListener listener) throws IOException {
        Map<String, TensorData> state = StateDict.of(network);
        StateFile.weights(predictor).forEach((name, data) -> {
            if (name.startsWith(ENCODER)) {
                state.put(name, data);
            }
        });
        StateDict.load(network, state);
        return network.parameters().keySet().stream().filter(name -> name.startsWith(ENCODER)).collect(Collectors.toSet());
    }
}
