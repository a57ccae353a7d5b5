package earshot.experiments.training;

import earshot.engine.nn.Module;
import earshot.engine.nn.NoiseSource;
import earshot.experiments.ExperimentException;
import earshot.experiments.features.Features;
import earshot.experiments.features.FrontEnd;
import earshot.experiments.features.Normalization;
import earshot.experiments.models.Architecture;
import earshot.kernels.Backend;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// A trained network in a file, a [StateFile] with a [Card] that says all that is needed to use it.
public final class Checkpoint {
    private Checkpoint() {
    }

    /// What a checkpoint says of itself.
    ///
    /// @param experiment    name of the experiment
    /// @param dataset       name of the data set
    /// @param clips         fingerprint of the training clips, see [Features#fingerprint]
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

    /// The card of a checkpoint.
    ///
    /// @throws ExperimentException if the file is none of this project's
    /// @throws IOException         if it cannot be read
    public static Card card(Path file) throws IOException {
        return StateFile.card(file, Card.class);
    }

    /// Builds the network of a checkpoint, ready to judge.
    ///
    /// @throws ExperimentException if the file does not hold what the card says
    /// @throws IOException         if it cannot be read
    public static Module network(Path file, Card card, Backend backend) throws IOException {
        Module network = card.network().build(backend, new NoiseSource(0), card.classes().size(), 0);
        try {
            StateFile.read(file, network, null);
        } catch (IOException | RuntimeException failed) {
            network.release();
            throw failed;
        }
        return network;
    }
}
