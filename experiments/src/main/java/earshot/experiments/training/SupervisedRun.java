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
import java.util.function.IntFunction;
import tools.jackson.databind.JsonNode;

/// A supervised experiment: for every fold asked for, a network is trained on the others, then judged on that fold, once, as it is after
/// the last epoch. Nothing is chosen by looking at the held-out fold.
///
/// @param run      where everything is written; what it already holds is not done again
/// @param config   the recipe
/// @param dataset  the clips
/// @param features their pictures
/// @param backend  what computes
/// @param threads  how many may read clips
public record SupervisedRun(RunFolder run, ResnetConfig config, Dataset dataset, Features features, Backend backend,
        int threads) {
    private static final String JUDGE = "judge";

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
        Files.createDirectories(run.checkpoints());
        List<Turn> turns = turns();
        for (Turn turn : turns) {
            turn.requireOwn();
        }
        dropLinesOfWorkToDo();
        List<Summary.Fold> results = new ArrayList<>();
        List<Prediction> predictions = new ArrayList<>();
        Summary summary = null;
        IntFunction<Pictures> pictures = pictures();
        for (Turn turn : turns) {
            if (!Files.exists(turn.file)) {
                Batches batches = new Batches(dataset, features, pictures.apply(turn.split.fold()), turn.split,
                        turn.card.normalization(), config);
                new FoldTrainer(run, config, backend, batches, features.frames(), turn.card, listener).train(turn.file);
            }
            Files.deleteIfExists(FoldTrainer.unfinished(turn.file));
            List<Prediction> judged = judge(turn);
            predictions.addAll(judged);
            results.add(result(turn.split.fold(), judged));
            listener.judged(results.getLast());
            summary = summary(results);
            run.writePredictions(dataset.classes(), predictions);
            run.writeSummary(summary);
        }
        return new Result(summary, predictions);
    }

    /// What the network of a fold is trained on.
    private IntFunction<Pictures> pictures() throws IOException {
        if (!config.wave().on()) {
            return _ -> Pictures.kept(features);
        }
        return new ChangedRecordings(dataset, config, threads)::of;
    }

    /// One turn of the cross-validation: which clips, what the finished network says of itself, and where it is put.
    private record Turn(Split split, Checkpoint.Card card, Path file) {

        /// Makes sure that what an earlier process left belongs to the same training.
        void requireOwn() throws IOException {
            Path unfinished = FoldTrainer.unfinished(file);
            if (Files.exists(file)) {
                card.require(file, Checkpoint.card(file));
            } else if (Files.exists(unfinished)) {
                Checkpoint.Card got = Checkpoint.card(unfinished);
                card.after(got.epoch()).require(unfinished, got);
            }
        }
    }

    private List<Turn> turns() {
        String clips = features.fingerprint(dataset);
        List<Turn> turns = new ArrayList<>();
        for (int fold : folds()) {
            Split split = Split.of(dataset, fold);
            turns.add(new Turn(split, new Checkpoint.Card(run.experiment(), dataset.name(), clips, fold, config.epochs(),
                    dataset.classes(), config.frontEnd(), config.network(), Normalization.of(features, split.training()),
                    config.views()),
                    checkpoint(fold)));
        }
        return turns;
    }

    private Path checkpoint(int fold) {
        return run.checkpoints().resolve("fold-" + fold + ".safetensors");
    }

    /// Epochs whose checkpoint was not written any more are trained again, and every fold is judged again.
    private void dropLinesOfWorkToDo() throws IOException {
        List<Integer> folds = folds();
        int[] done = new int[folds.size()];
        for (int i = 0; i < done.length; i++) {
            done[i] = FoldTrainer.epochsDone(checkpoint(folds.get(i)), config.epochs());
        }
        run.keepLines((JsonNode line) -> {
            int fold = folds.indexOf(line.path("fold").asInt(0));
            return fold < 0 || line.path("epoch").asInt(0) <= done[fold] && !line.path("work").asString("").equals(JUDGE);
        });
    }

    private List<Prediction> judge(Turn turn) throws IOException {
        long start = System.nanoTime();
        Checkpoint.Card card = turn.card;
        Split split = turn.split;
        ResNet network = Checkpoint.network(turn.file, card, backend);
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
            run.appendTiming(new TrainingListener.Timing(split.fold(), 0, JUDGE, seconds,
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
