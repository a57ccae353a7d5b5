package earshot.experiments.training;

import earshot.experiments.data.Dataset;
import earshot.experiments.report.Exhibit;
import earshot.experiments.runs.RunFolder;
import java.io.IOException;
import java.util.List;

/// The configuration of an experiment, a record: at least the recipe of its supervised training, and whatever else decides its result.
public interface Plan {

    /// Of the supervised training.
    Recipe recipe();

    /// The same plan with another recipe.
    Plan withRecipe(Recipe recipe);

    /// Refuses what cannot begin, before anything is computed: a data set that the settings do not fit, weights that are not there.
    ///
    /// @throws earshot.experiments.ExperimentException naming the setting and what it may be, or what is missing and what brings it
    /// @throws IOException                             if something cannot be read
    default void require(Dataset dataset) throws IOException {
    }

    /// What the page about a run shows of this experiment alone.
    ///
    /// @param run finished
    /// @throws IOException if a file cannot be read
    default List<Exhibit> exhibits(SupervisedRun run) throws IOException {
        return List.of();
    }

    /// What is missing on this machine for the experiment, and how to get it, on one line; null if nothing is.
    default String needs() {
        return null;
    }

    /// What the networks of a run begin with.
    ///
    /// @throws IOException if weights cannot be read
    default Start start(SupervisedRun run) throws IOException {
        return Start.RANDOM;
    }

    /// What is to be said of a finished run beside its accuracy, line by line.
    ///
    /// @throws IOException if the run's files cannot be read
    default List<String> findings(RunFolder run) throws IOException {
        return List.of();
    }
}
