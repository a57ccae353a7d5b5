package earshot.experiments.masked;

import earshot.engine.nn.Module;
import earshot.experiments.features.Normalization;
import earshot.experiments.report.Exhibit;
import earshot.experiments.report.Percent;
import earshot.experiments.runs.RunFolder;
import earshot.experiments.runs.Summary;
import earshot.experiments.training.Plan;
import earshot.experiments.training.Recipe;
import earshot.experiments.training.Split;
import earshot.experiments.training.Start;
import earshot.experiments.training.SupervisedRun;
import earshot.experiments.training.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Encoders that learned to guess hidden tokens, each from the training clips of its fold alone. The encoders of all rounds but the last
/// are fine-tuned and judged as well, in runs of their own inside this one, `rounds/round-R/fold-F`; the last one's result is the run's.
///
/// @param run  that begins with them
/// @param plan its configuration
record MaskedStart(SupervisedRun run, MaskedPlan plan) implements Start {

    @Override
    public String describe() {
        return "masked prediction: " + plan.pretraining();
    }

    @Override
    public long clipsToTrain(Split split) throws IOException {
        FoldPretraining rounds = rounds(split, TrainingListener.NONE);
        long epochs = 0;
        for (int round = 1; round <= plan.pretraining().rounds(); round++) {
            epochs += rounds.epochsLeft(round);
        }
        long clips = epochs * split.training().length;
        for (int round = 1; round < plan.pretraining().rounds(); round++) {
            clips += judgement(round, rounds).clipsToTrain();
        }
        return clips;
    }

    @Override
    public Set<String> load(Module network, Split split, TrainingListener listener) throws IOException {
        FoldPretraining rounds = rounds(split, listener);
        int last = plan.pretraining().rounds();
        for (int round = 1; round <= last; round++) {
            rounds.learn(round);
            if (round < last) {
                judge(round, rounds, listener);
            }
        }
        return new EncoderStart(rounds.predictor(last), describe()).load(network, split, listener);
    }

    /// Pictures of what was learned of a fold, and the table of the rounds.
    List<Exhibit> exhibits(int fold) throws IOException {
        FoldPretraining rounds = rounds(Split.of(run.dataset(), fold), TrainingListener.NONE);
        var exhibits = new ArrayList<>(TokenExhibits.of(rounds, run).all());
        exhibits.add(new Exhibit.Table("Rounds of tokens", "Means over the folds.", Rounds.read(run.run()).table()));
        return exhibits;
    }

    private FoldPretraining rounds(Split split, TrainingListener listener) {
        Recipe recipe = plan.recipe();
        Normalization normalization = recipe.scaling().of(run.features(), split.training());
        Material material = Material.of(run.backend(), recipe.seed(), plan.pretraining(), plan.grid(), run.features(),
                normalization, split);
        Card card = new Card(run.dataset().name(), run.features().fingerprint(run.dataset(), split.training()), split.fold(),
                plan.pretraining().rounds(), MaskedLesson.Line.WORK, plan.pretraining().epochs(), recipe.seed(),
                recipe.frontEnd(), recipe.network(), plan.pretraining(), normalization);
        return new FoldPretraining(run.run(), material, plan.network(), card, listener);
    }

    /// What a round's encoder is worth: a supervised run of one fold.
    private record Judged(Recipe recipe, EncoderStart start) implements Plan {
        @Override
        public Plan withRecipe(Recipe other) {
            return new Judged(other, start);
        }

        @Override
        public Start start(SupervisedRun run) {
            return start;
        }
    }

    private SupervisedRun judgement(int round, FoldPretraining rounds) {
        int fold = rounds.material().fold();
        Path folder = Rounds.judgement(run.run(), round, fold);
        String start = "masked prediction: " + plan.pretraining().withRounds(round);
        return new SupervisedRun(new RunFolder(folder, run.run().experiment(), run.run().id()),
                new Judged(plan.recipe().withFolds(String.valueOf(fold)), new EncoderStart(rounds.predictor(round), start)),
                run.dataset(), run.features(), run.backend(), run.threads());
    }

    private void judge(int round, FoldPretraining rounds, TrainingListener listener) throws IOException {
        SupervisedRun judgement = judgement(round, rounds);
        if (judgement.run().finished()) {
            return;
        }
        long start = System.nanoTime();
        long clips = judgement.clipsToTrain();
        Files.createDirectories(judgement.run().folder());
        Summary.Fold result = judgement.execute(new TrainingListener() {
            @Override
            public void step(Step step) {
                listener.pretraining(step.clips(), "fold " + step.fold() + "  round " + round + "  fine-tuning " + step.epoch()
                        + "/" + plan.recipe().epochs());
            }
        }).summary().folds().getFirst();
        double seconds = (System.nanoTime() - start) / 1e9;
        run.run().appendTiming(
                new Practice.Timing(Material.STAGE, result.fold(), round, "fine-tune", 0, seconds, clips / seconds));
        listener.learned("fold " + result.fold() + "   round " + round + ": fine-tuned " + Percent.of(result.accuracy()));
    }
}
