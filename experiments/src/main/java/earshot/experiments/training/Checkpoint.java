package earshot.experiments.training;

import earshot.engine.files.MalformedFileException;
import earshot.engine.files.Safetensors;
import earshot.engine.files.SafetensorsWriter;
import earshot.engine.files.StateDict;
import earshot.engine.files.TensorData;
import earshot.engine.nn.Module;
import earshot.engine.optim.AdamW;
import earshot.experiments.ExperimentException;
import earshot.experiments.features.FrontEnd;
import earshot.experiments.features.Normalization;
import earshot.experiments.files.Json;
import earshot.experiments.models.ResNet;
import earshot.kernels.Backend;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A network in a file: safetensors with PyTorch's names and layouts, and a [Card] in its metadata that says all that is needed to use
/// it. A file of an unfinished training holds the optimiser's state as well, its names behind `optimizer.`.
public final class Checkpoint {
    private static final String CARD = "earshot";
    private static final String OPTIMIZER = "optimizer.";

    private Checkpoint() {
    }

    /// What a checkpoint says of itself.
    ///
    /// @param experiment    name of the experiment
    /// @param dataset       name of the data set
    /// @param fold          the fold that was held out
    /// @param epoch         epochs trained
    /// @param classes       names of the classes, in the order of the logits
    /// @param frontEnd      from recording to picture
    /// @param network       size of the network
    /// @param normalization of pictures
    public record Card(String experiment, String dataset, int fold, int epoch, List<String> classes, FrontEnd frontEnd,
            ResnetConfig.Network network, Normalization normalization) {
    }

    /// Writes a network, and its optimiser's state unless that is null.
    static void write(Path file, Card card, Module network, AdamW optimizer) throws IOException {
        Map<String, TensorData> entries = StateDict.of(network);
        if (optimizer != null) {
            optimizer.state().forEach((name, data) -> entries.put(OPTIMIZER + name, data));
        }
        SafetensorsWriter.write(file, entries, Map.of(CARD, Json.line(card)));
    }

    /// The card of a checkpoint.
    ///
    /// @throws ExperimentException if the file is none of this project's
    /// @throws IOException         if it cannot be read
    public static Card card(Path file) throws IOException {
        try (Safetensors open = Safetensors.open(file)) {
            String text = open.metadata().get(CARD);
            if (text == null) {
                throw new ExperimentException(file + ": says nothing of its network (no entry \"" + CARD
                        + "\" in its metadata); give a checkpoint that earshot run wrote");
            }
            return Json.parse(file + ": card", text, Card.class);
        } catch (MalformedFileException malformed) {
            throw new ExperimentException(malformed.getMessage() + ", or train anew", malformed);
        }
    }

    /// Loads a network, and its optimiser's state unless that is null. Nothing is loaded if anything does not fit.
    ///
    /// @throws ExperimentException naming all entries that do not fit
    /// @throws IOException         if the file cannot be read
    static void read(Path file, Module network, AdamW optimizer) throws IOException {
        Map<String, TensorData> weights = new LinkedHashMap<>();
        Map<String, TensorData> state = new LinkedHashMap<>();
        try {
            Safetensors.readAll(file).forEach((name, data) -> {
                if (name.startsWith(OPTIMIZER)) {
                    state.put(name.substring(OPTIMIZER.length()), data);
                } else {
                    weights.put(name, data);
                }
            });
            if (optimizer != null) {
                optimizer.load(state);
            }
            StateDict.load(network, weights);
        } catch (MalformedFileException malformed) {
            throw new ExperimentException(malformed.getMessage() + ", or train anew", malformed);
        } catch (IllegalArgumentException unfit) {
            throw new ExperimentException(file + ": " + unfit.getMessage(), unfit);
        }
    }

    /// Builds the network of a checkpoint, ready to judge.
    static ResNet network(Path file, Card card, Backend backend) throws IOException {
        ResNet network = new ResNet(backend, card.network().of(card.classes().size()), 0);
        try {
            read(file, network, null);
        } catch (IOException | RuntimeException failed) {
            network.release();
            throw failed;
        }
        return network;
    }
}
