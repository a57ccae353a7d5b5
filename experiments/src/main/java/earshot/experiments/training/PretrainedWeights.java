package earshot.experiments.training;

import earshot.engine.nn.Module;
import earshot.experiments.ExperimentException;
import earshot.experiments.weights.Catalogue;
import earshot.experiments.weights.Origin;
import earshot.experiments.weights.WeightsFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/// Weights that fine-tuning begins with, as a plan names them.
///
/// @param words name of public weights, path of a file, or `none` for random ones
public record PretrainedWeights(String words) {
    /// What stands for random weights.
    public static final String NONE = "none";

    /// Words as typed, but a path as it is seen from every working directory, since a resumed run need not have this one; null stays null.
    public static String wherever(String typed) {
        boolean path = typed != null && !typed.equals(NONE) && Catalogue.find(typed).isEmpty();
        return path ? Path.of(typed).toAbsolutePath().normalize().toString() : typed;
    }

    /// Takes over all of a file but what names classes.
    @FunctionalInterface
    interface Body {
        /// @return names of the parameters that now hold something learned
        Set<String> load(Path file, Module network) throws IOException;
    }

    boolean none() {
        return words.equals(NONE);
    }

    /// @throws ExperimentException if there is no such file, or the public weights have not been fetched
    Path file() {
        return WeightsFolder.ofUser().find(words);
    }

    /// See [Plan#needs].
    String needs() {
        if (none()) {
            return null;
        }
        try {
            file();
            return null;
        } catch (ExperimentException absent) {
            return absent.getMessage();
        }
    }

    /// See [Plan#start].
    Start start(Body body) throws IOException {
        return none() ? new Begun(Origin.NOWHERE, null, body) : new Begun(Origin.of(file()), file(), body);
    }

    /// @param file null for random weights
    private record Begun(Origin origin, Path file, Body body) implements Start {

        @Override
        public Set<String> load(Module network, Split split, TrainingListener listener) throws IOException {
            return file == null ? Set.of() : body.load(file, network);
        }

        @Override
        public String describe() {
            return origin.toString();
        }

        @Override
        public String weights() {
            return origin.toString();
        }
    }
}
