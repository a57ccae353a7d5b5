package earshot.experiments.training;

import earshot.experiments.ExperimentException;
import earshot.experiments.data.Dataset;
import earshot.experiments.features.Features;
import earshot.experiments.features.Normalization;
import earshot.experiments.models.ResNet;
import earshot.experiments.runs.Prediction;
import earshot.experiments.runs.RunFolder;
import earshot.experiments.runs.Summary;
import earshot.kernels.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// A supervised experiment: for every fold asked for, a network is trained on the others, then judged on that fold, once, as it is after
/// the last epoch. Nothing is chosen by looking at the held-out fold.
///
/// @param run      where everything is written; what it already holds is not done again
/// @param config   the recipe
/// @param dataset  the clips
/// @param features their pictures
/// @param backend  what computes
public record SupervisedRun(RunFolder run, ResnetConfig config, Dataset dataset, Features features, Backend backend) {

    /// What a run has come to.
    ///
    /// @param summary     the result
    /// @param predictions for every held-out clip
    public record Result(Summary summary, List<Prediction> predictions) {
    }

    /// The folds to hold out.
    public List<Integer> folds() {
        return dataset.chooseFolds(config.folds());
    }

    /// Clips that training still has to go through, all epochs of all folds.
    public long clipsToTrain() throws IOException {
        long clips = 0;
        for (int fold : folds()) {
            clips += (long) (config.epochs() - FoldTrainer.epochsDone(checkpoint(fold), config.epochs()))
                    * Split.of(dataset, fold).training().length;
        }
        return clips;
    }

    /// Trains and judges what is not done, and writes the result after every fold.
    ///
    /// @throws ExperimentException if what the run holds does not belong to this data set, or the loss is not finite
    /// @throws IOException         if a file cannot be read or written
    public Result execute(TrainingListener listener) throws IOException {
        dropUnfinishedLines();
        List<Summary.Fold> results = new ArrayList<>();
        List<Prediction> predictions = new ArrayList<>();
        Summary summary = null;
        for (int fold : folds()) {
            Split split = Split.of(dataset, fold);
            Normalization normalization = Normalization.of(features, split.training());
            Checkpoint.Card card = new Checkpoint.Card(run.experiment(), dataset.name(), fold, config.epochs(), dataset.classes(),
                    config.frontEnd(), config.network(), normalization);
            Path file = checkpoint(fold);
            if (!Files.exists(file)) {
                Batches batches = new Batches(dataset, features, split, normalization, config);
                new FoldTrainer(run, config, backend, batches, features.frames(), card, listener).train(file);
            }
            requireSame(file, card);
            List<Prediction> judged = judge(file, card, split);
            predictions.addAll(judged);
            results.add(result(fold, judged));
            listener.judged(results.getLast());
            summary = summary(results);
            run.writePredictions(dataset.classes(), predictions);
            run.writeSummary(summary);
        }
        return new Result(summary, predictions);
    }

    private Path checkpoint(int fold) throws IOException {
        return run.checkpoints().resolve("fold-" + fold + ".safetensors");
    }

    /// Lines of epochs that were finished but whose checkpoint was not written any more will be written again.
    private void dropUnfinishedLines() throws IOException {
        List<Integer> folds = folds();
        int[] done = new int[folds.size()];
        for (int i = 0; i < done.length; i++) {
            done[i] = FoldTrainer.epochsDone(checkpoint(folds.get(i)), config.epochs());
        }
        run.keepLines((JsonNode line) -> {
            int fold = folds.indexOf(line.path("fold").asInt(0));
            return fold < 0 || line.path("epoch").asInt(0) <= done[fold];
        });
    }

    private static void requireSame(Path file, Checkpoint.Card expected) throws IOException {
        Checkpoint.Card got = Checkpoint.card(file);
        if (!got.equals(expected)) {
            throw new ExperimentException(
                    file + ": belongs to another run, or the data set has changed since (expected " + expected
                            + ", got " + got + "); start a new run");
        }
    }

    private List<Prediction> judge(Path file, Checkpoint.Card card, Split split) throws IOException {
        long start = System.nanoTime();
        ResNet network = Checkpoint.network(file, card, backend);
        try {
            var judge = new Judge(backend, network, card.normalization(), features.mels(), features.frames(),
                    card.classes().size());
            List<float[]> images = Arrays.stream(split.heldOut()).mapToObj(features.images()::get).toList();
            float[][] plain = judge.plain(images);
            float[][] averaged = config.tta() == 0
                    ? new float[plain.length][]
                    : judge.averaged(images, config.tta(),
                            Judge.views(config.views().of(card.normalization().mean()), config.seed(), split.fold()));
            List<Prediction> predictions = new ArrayList<>();
            for (int i = 0; i < plain.length; i++) {
                var clip = dataset.clips().get(split.heldOut()[i]);
                predictions.add(new Prediction(clip.name(), clip.fold(), clip.label(), plain[i], averaged[i]));
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            run.appendTiming(new TrainingListener.Timing(split.fold(), 0, "judge", seconds,
                    plain.length * (1 + config.tta()) / seconds));
            return predictions;
        } finally {
            network.release();
        }
    }

    private Summary.Fold result(int fold, List<Prediction> judged) {
        double n = judged.size();
        double plain = judged.stream().filter(p -> p.predicted() == p.label()).count() / n;
        double averaged = judged.stream().filter(p -> p.ttaPredicted() == p.label()).count() / n;
        return new Summary.Fold(fold, judged.size(), plain, config.tta() == 0 ? null : averaged);
    }

    private Summary summary(List<Summary.Fold> results) {
        ResNet network = new ResNet(backend, config.network().of(dataset.classes().size()), config.seed());
        try {
            return Summary.of(run.experiment(), dataset.name(), dataset.classes(), config.seed(), config.epochs(),
                    network.parameterCount(), results, results.size() == folds().size());
        } finally {
            network.release();
        }
    }
}
