package earshot.experiments.training;

import earshot.engine.files.MalformedFileException;
import earshot.engine.files.Safetensors;
import earshot.engine.files.SafetensorsWriter;
import earshot.engine.files.StateDict;
import earshot.engine.files.TensorData;
import earshot.engine.nn.Module;
import earshot.engine.nn.NoiseSource;
import earshot.engine.optim.AdamW;
import earshot.experiments.ExperimentException;
import earshot.experiments.features.Features;
import earshot.experiments.features.FrontEnd;
import earshot.experiments.features.Normalization;
import earshot.experiments.files.Json;
import earshot.experiments.models.Architecture;
import earshot.kernels.Backend;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;

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
    /// @param clips         fingerprint of its clips, see [Features#fingerprint]
    /// @param fold          the fold that was held out
    /// @param epoch         epochs trained
    /// @param classes       names of the classes, in the order of the logits
    /// @param frontEnd      from recording to picture
    /// @param network       kind and sizes of the network
    /// @param start         what its training began with; cards written before that was noted began with random weights
    /// @param normalization of pictures
    /// @param views         changes to pictures at test time; cards written before they were noted have the standard ones
    public record Card(String experiment, String dataset, String clips, int fold, int epoch, List<String> classes,
            FrontEnd frontEnd, Architecture network, String start, Normalization normalization, Recipe.Augment views) {
        public Card {
            if (classes == null || classes.isEmpty() || frontEnd == null || network == null || normalization == null) {
                throw new IllegalArgumentException("expected classes, frontEnd, network and normalization, got " + classes + ", "
                        + frontEnd + ", " + network + " and " + normalization);
            }
            classes = List.copyOf(classes);
            start = start == null ? Start.RANDOM.describe() : start;
            views = views == null ? Recipe.RESNET34.views() : views;
        }

        /// The card of the same training after so many epochs.
        Card after(int epochs) {
            return new Card(experiment, dataset, clips, fold, epochs, classes, frontEnd, network, start, normalization,
                    views);
        }

        /// Makes sure that a file belongs to this training.
        ///
        /// @param got the file's card
        /// @throws ExperimentException saying what is different
        void require(Path file, Card got) {
            var different = new ArrayList<String>();
            BiConsumer<String, Function<Card, Object>> compare = (name, part) -> {
                if (!Objects.equals(part.apply(this), part.apply(got))) {
                    different.add(name);
                }
            };
            compare.accept("experiment", Card::experiment);
            compare.accept("data set", Card::dataset);
            compare.accept("clips", Card::clips);
            compare.accept("fold", Card::fold);
            compare.accept("number of epochs", Card::epoch);
            compare.accept("classes", Card::classes);
            compare.accept("front end", Card::frontEnd);
            compare.accept("size of the network", Card::network);
            compare.accept("weights that training began with", Card::start);
            compare.accept("mean and deviation of the clips", Card::normalization);
            compare.accept("views at test time", Card::views);
            if (!different.isEmpty()) {
                throw new ExperimentException(file + ": does not belong to this run as it is now, different: "
                        + String.join(", ", different)
                        + "; put the data set and config.yaml back as they were, or start a new run");
            }
        }
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

    /// Builds the network of a checkpoint, ready to judge.
    static Module network(Path file, Card card, Backend backend) throws IOException {
        Module network = card.network().build(backend, new NoiseSource(0), card.classes().size(), 0);
        try {
            read(file, network, null);
        } catch (IOException | RuntimeException failed) {
            network.release();
            throw failed;
        }
        return network;
    }
}
