package earshot.experiments.training;

import java.io.IOException;

/// The configuration of an experiment, a record: at least the recipe of its supervised training, and whatever else decides its result.
public interface Plan {

    /// Of the supervised training.
    Recipe recipe();

    /// The same plan with another recipe.
    Plan withRecipe(Recipe recipe);

    /// What the networks of a run begin with.
    ///
    /// @throws IOException if weights cannot be read
    default Start start(SupervisedRun run) throws IOException {
        return Start.RANDOM;
    }
}
