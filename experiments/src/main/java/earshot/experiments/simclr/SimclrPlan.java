package earshot.experiments.simclr;

import earshot.experiments.ExperimentException;
import earshot.experiments.data.Dataset;
import earshot.experiments.features.LogMelFrontEnd;
import earshot.experiments.models.ResNetArchitecture;
import earshot.experiments.probe.Probes;
import earshot.experiments.report.Exhibit;
import earshot.experiments.report.Percent;
import earshot.experiments.runs.RunFolder;
import earshot.experiments.training.Optimization;
import earshot.experiments.training.Plan;
import earshot.experiments.training.Recipe;
import earshot.experiments.training.Start;
import earshot.experiments.training.SupervisedRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// SimCLR (Chen et al., 2020): an encoder learns to find the two views of a clip among those of others, without a label; then its head is
/// thrown away, a linear probe reads what it has learned, and the whole network is fine-tuned.
///
/// @param recipe      of the fine-tuning
/// @param pretraining of what comes before
public record SimclrPlan(Recipe recipe, Pretraining pretraining) implements Plan {

    /// With hard views.
    public static final SimclrPlan STANDARD = new SimclrPlan(fineTuning(Recipe.RESNET34), Pretraining.STANDARD);

    public SimclrPlan {
        if (!(recipe.network() instanceof ResNetArchitecture) || !(recipe.frontEnd() instanceof LogMelFrontEnd whole)) {
            throw new IllegalArgumentException("simclr: expected a residual network on log-mel pictures, got " + recipe.network()
                    + " on " + recipe.frontEnd());
        }
        // Refuses crops that are too short.
        pretraining.views().of(whole);
    }

    private static Recipe fineTuning(Recipe r) {
        return new Recipe(r.data(), r.folds(), 20, r.batch(), r.lr(), r.weightDecay(), r.smoothing(), r.tta(), r.seed(),
                carefully(r.optimization()), r.frontEnd(), r.scaling(), r.network(), r.augment(), r.views(), r.wave());
    }

    /// The encoder moves a third as fast as the new layer: at the full rate, fine-tuning came to less than the probe before it.
    private static Optimization carefully(Optimization o) {
        return new Optimization(o.schedule(), o.warmup(), o.floor(), o.beta1(), o.beta2(), o.clip(), o.accumulate(), 3e-4);
    }

    /// The same with other views.
    public SimclrPlan withViews(Views views) {
        return new SimclrPlan(recipe, pretraining.withViews(views));
    }

    ResNetArchitecture encoder() {
        return (ResNetArchitecture) recipe.network();
    }

    LogMelFrontEnd frontEnd() {
        return (LogMelFrontEnd) recipe.frontEnd();
    }

    @Override
    public SimclrPlan withRecipe(Recipe other) {
        return new SimclrPlan(other, pretraining);
    }

    @Override
    public void require(Dataset dataset) {
        for (int fold : dataset.chooseFolds(recipe.folds())) {
            int clips = dataset.training(fold).size();
            if (clips < 2) {
                throw new ExperimentException(
                        "simclr: expected at least 2 training clips, without fold " + fold + " there is " + clips
                                + "; choose other folds with --folds");
            }
        }
    }

    @Override
    public Start start(SupervisedRun run) {
        return new ContrastiveStart(run, this);
    }

    @Override
    public List<String> findings(RunFolder run) throws IOException {
        Contrast contrast = Contrast.read(run);
        Probes probes = Probes.read(run);
        var lines = new ArrayList<String>();
        if (contrast != null) {
            lines.add("pairs found         " + interval(contrast.accuracy().mean(), contrast.accuracy().halfWidth()) + ", chance "
                    + Percent.of(contrast.chance()));
        }
        if (probes != null) {
            lines.add("linear probe        " + interval(probes.mean(), probes.interval()));
            lines.add("of random weights   " + interval(probes.randomMean(), probes.randomInterval()));
        }
        return lines;
    }

    private static String interval(double mean, Double halfWidth) {
        return Percent.of(mean) + (halfWidth == null ? "" : " ± " + Percent.of(halfWidth));
    }

    @Override
    public List<Exhibit> exhibits(SupervisedRun run) throws IOException {
        return List.of(ViewSheet.of(run, this), Settings.of(run.run()));
    }
}
