package earshot.experiments.masked;

import earshot.experiments.ExperimentException;
import earshot.experiments.data.Dataset;
import earshot.experiments.models.PatchArchitecture;
import earshot.experiments.models.PatchCnnArchitecture;
import earshot.experiments.models.PatchTransformerArchitecture;
import earshot.experiments.report.Exhibit;
import earshot.experiments.runs.RunFolder;
import earshot.experiments.tokens.PatchGrid;
import earshot.experiments.training.Optimization;
import earshot.experiments.training.Plan;
import earshot.experiments.training.Recipe;
import earshot.experiments.training.Start;
import earshot.experiments.training.SupervisedRun;
import java.io.IOException;
import java.util.List;

/// Everything that decides the result of masked prediction and of the supervised training that follows.
///
/// @param recipe      of the supervised training; its network is one of patches
/// @param pretraining of masked prediction
public record MaskedPlan(Recipe recipe, Pretraining pretraining) implements Plan {

    /// With a small residual network.
    public static final MaskedPlan CNN = new MaskedPlan(
            Recipe.RESNET34.withNetwork(PatchCnnArchitecture.STANDARD)
                    .withOptimization(Optimization.ONE_CYCLE.withPretrainedLr(1e-3)),
            Pretraining.STANDARD);

    /// With a Transformer, in fewer epochs: each takes nearly twice as long. What attention learned is moved more gently.
    public static final MaskedPlan TRANSFORMER = new MaskedPlan(
            Recipe.RESNET34.withNetwork(PatchTransformerArchitecture.STANDARD).withEpochs(40)
                    .withOptimization(Optimization.ONE_CYCLE.withPretrainedLr(3e-4)),
            Pretraining.STANDARD.withEpochs(30));

    public MaskedPlan {
        if (!(recipe.network() instanceof PatchArchitecture network)) {
            throw new ExperimentException("masked prediction needs a network of patches, got " + recipe.network().describe());
        }
        new Masking(pretraining.mask()).require(grid(recipe, network).count());
    }

    @Override
    public MaskedPlan withRecipe(Recipe other) {
        return new MaskedPlan(other, pretraining);
    }

    PatchArchitecture network() {
        return (PatchArchitecture) recipe.network();
    }

    /// How pictures are cut.
    PatchGrid grid() {
        return grid(recipe, network());
    }

    private static PatchGrid grid(Recipe recipe, PatchArchitecture network) {
        return new PatchGrid(recipe.frontEnd().mels(), recipe.frontEnd().frames(), network.patch());
    }

    @Override
    public void require(Dataset dataset) {
        for (int fold : dataset.chooseFolds(recipe.folds())) {
            pretraining.require(dataset.training(fold).size(), grid().count());
        }
    }

    @Override
    public Start start(SupervisedRun run) {
        return new MaskedStart(run, this);
    }

    @Override
    public List<Exhibit> exhibits(SupervisedRun run) throws IOException {
        return new MaskedStart(run, this).exhibits(run.folds().getFirst());
    }

    @Override
    public List<String> findings(RunFolder run) throws IOException {
        return Rounds.read(run).lines();
    }
}
