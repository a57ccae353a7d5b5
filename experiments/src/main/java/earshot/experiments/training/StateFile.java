package earshot.experiments.training;

import earshot.engine.files.MalformedFileException;
import earshot.engine.files.Safetensors;
import earshot.engine.files.SafetensorsWriter;
import earshot.engine.files.StateDict;
import earshot.engine.files.TensorData;
import earshot.engine.nn.Module;
import earshot.engine.optim.AdamW;
import earshot.experiments.ExperimentException;
import earshot.experiments.files.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// A network in a file: safetensors with PyTorch's names and layouts, and a card in its metadata, a record in JSON, that says what it is.
/// A file of an unfinished training holds the optimiser's state as well, its names behind `optimizer.`.
public final class StateFile {
    /// The card's name in the metadata.
    public static final String CARD = "earshot";

    private static final String OPTIMIZER = "optimizer.";

    private StateFile() {
    }

    /// Writes a network, and its optimiser's state unless that is null.
    public static void write(Path file, Record card, Module network, AdamW optimizer) throws IOException {
        Map<String, TensorData> entries = StateDict.of(network);
        if (optimizer != null) {
            optimizer.state().forEach((name, data) -> entries.put(OPTIMIZER + name, data));
        }
        SafetensorsWriter.write(file, entries, Map.of(CARD, Json.line(card)));
    }

    /// The card of a file.
    ///
    /// @throws ExperimentException if the file is none of this project's
    /// @throws IOException         if it cannot be read
    public static <C extends Record> C card(Path file, Class<C> type) throws IOException {
        try (Safetensors open = Safetensors.open(file)) {
            String text = open.metadata().get(CARD);
            if (text == null) {
                throw new ExperimentException(file + ": says nothing of its network (no entry \"" + CARD
                        + "\" in its metadata); give a checkpoint that earshot run wrote");
            }
            return Json.parse(file + ": card", text, type);
        } catch (MalformedFileException malformed) {
            throw anew(malformed);
        }
    }

    /// The weights and gathered statistics in a file, without the optimiser's state.
    ///
    /// @throws ExperimentException if the file is damaged
    /// @throws IOException         if it cannot be read
    public static Map<String, TensorData> weights(Path file) throws IOException {
        return parts(file, false);
    }

    private static Map<String, TensorData> parts(Path file, boolean optimizer) throws IOException {
        Map<String, TensorData> chosen = new LinkedHashMap<>();
        try {
            Safetensors.readAll(file).forEach((name, data) -> {
                if (name.startsWith(OPTIMIZER) == optimizer) {
                    chosen.put(optimizer ? name.substring(OPTIMIZER.length()) : name, data);
                }
            });
            return chosen;
        } catch (MalformedFileException malformed) {
            throw anew(malformed);
        }
    }

    private static ExperimentException anew(MalformedFileException malformed) {
        return new ExperimentException(malformed.getMessage() + ", or train anew", malformed);
    }

    /// Loads a network, and its optimiser's state unless that is null. Nothing is loaded if anything does not fit.
    ///
    /// @throws ExperimentException naming all entries that do not fit
    /// @throws IOException         if the file cannot be read
    public static void read(Path file, Module network, AdamW optimizer) throws IOException {
        try {
            if (optimizer != null) {
                optimizer.load(parts(file, true));
            }
            StateDict.load(network, weights(file));
        } catch (IllegalArgumentException unfit) {
            throw new ExperimentException(
                    file + ": does not hold the network that its card describes (" + beginning(unfit.getMessage())
                            + "); restore the file or train anew",
                    unfit);
        }
    }

    /// The first few of perhaps two hundred entries that do not fit.
    private static String beginning(String message) {
        int end = message.length() <= 300 ? -1 : message.lastIndexOf(';', 300);
        return end < 0 ? message : message.substring(0, end) + "; and more";
    }

    /// Where the state of a training is kept between two epochs, for going on.
    public static Path unfinished(Path file) {
        return file.resolveSibling(file.getFileName().toString().replace(".safetensors", ".unfinished.safetensors"));
    }
}
