package earshot.experiments.cli;

import earshot.experiments.masked.MaskedPlan;
import earshot.experiments.runs.ConfigReader;
import earshot.experiments.runs.RunFolder;
import earshot.experiments.simclr.SimclrPlan;
import earshot.experiments.training.BeatsPlan;
import earshot.experiments.training.EfficientNetPlan;
import earshot.experiments.training.FrozenPlan;
import earshot.experiments.training.Plan;
import earshot.experiments.training.Recipe;
import java.io.IOException;
import java.util.List;

/// The experiments of the table, in the order in which `earshot run all` carries them out.
final class Experiments {
    /// One line for each.
    static final List<Row<?>> ALL = List.of( //
            new Row<>("resnet34", Recipe.RESNET34), //
            new Row<>("efficientnet-b0", EfficientNetPlan.STANDARD), //
            new Row<>("simclr", SimclrPlan.STANDARD), //
            new Row<>("cnn-beats", MaskedPlan.CNN), //
            new Row<>("transformer-beats", MaskedPlan.TRANSFORMER), //
            new Row<>("beats-frozen", FrozenPlan.STANDARD), //
            new Row<>("beats-finetuned", BeatsPlan.STANDARD));

    private Experiments() {
    }

    /// An experiment.
    ///
    /// @param name     as in `earshot run NAME`
    /// @param defaults its configuration unless told otherwise
    record Row<P extends Record & Plan>(String name, P defaults) {

        /// A reader of its settings.
        ConfigReader<P> reader() {
            return new ConfigReader<>(defaults);
        }

        /// What the names of the recipe's settings begin with: a plan that is more than a recipe has it as a part.
        String part() {
            return defaults.recipe() == defaults ? "" : "recipe.";
        }
    }

    /// The configuration of an earlier run; one of an experiment that is not in the table, as the demo's, is a recipe.
    static Plan plan(RunFolder run) throws IOException {
        Row<?> row = ALL.stream().filter(one -> one.name.equals(run.experiment())).findFirst().orElse(null);
        return row == null
                ? new ConfigReader<>(Recipe.RESNET34).file(run.config()).read()
                : row.reader().file(run.config()).read();
    }
}
