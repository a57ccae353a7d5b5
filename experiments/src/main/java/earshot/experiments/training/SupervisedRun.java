package earshot.experiments.training;

import earshot.engine.nn.Module;
import earshot.engine.nn.NoiseSource;
import earshot.experiments.ExperimentException;
import earshot.experiments.data.Dataset;
import earshot.experiments.features.Features;
import earshot.experiments.files.Json;
import earshot.experiments.files.WholeFile;
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
/// @param plan     the configuration
/// @param dataset  the clips
/// @param features their pictures
/// @param backend  what computes
/// @param threads  how many may read clips
public record SupervisedRun(RunFolder run, Plan plan, Dataset dataset, Features features, Backend backend,
        int threads) {
    private static final String JUDGE = "judge";

    /// What a run has come to.
    ///
    /// @param summary     the result
    /// @param predictions for every held-out clip
    public record Result(Summary summary, List<Prediction> predictions) {
    }

    private Recipe recipe() {
        return plan.recipe();
    }

    /// The folds to hold out.
    public List<Integer> folds() {
        return dataset.chooseFolds(recipe().folds());
    }

    /// Clips that training still has to go through, all epochs of all folds.
    public long clipsToTrain() throws IOException {
        long clips = 0;
        Start start = plan.start(this);
        for (int fold : folds()) {
            Split split = Split.of(dataset, fold);
            int left = recipe().epochs() - FoldTrainer.epochsDone(checkpoint(fold), recipe().epochs());
            clips += (long) left * split.training().length + (left > 0 ? start.clipsToTrain(split) : 0);
        }
        return clips;
    }

    /// Trains and judges what is not done, and writes the result after every fold.
    ///
    /// @throws ExperimentException if what the run holds does not belong to this data set, or the loss is not finite
    /// @throws IOException         if a file cannot be read or written
    public Result execute(TrainingListener listener) throws IOException {
        Files.createDirectories(run.checkpoints());
        requireSameClips();
        Start start = plan.start(this);
        List<Turn> turns = turns(start);
        for (Turn turn : turns) {
            turn.requireOwn();
        }
        dropLinesOfWorkToDo();
        List<Summary.Fold> results = new ArrayList<>();
        List<Prediction> predictions = new ArrayList<>();
        Summary summary = null;
        IntFunction<Pictures> pictures = pictures();
        long parameters = parameters();
        for (Turn turn : turns) {
            if (!Files.exists(turn.file)) {
                Batches batches = new Batches(dataset, features, pictures.apply(turn.split.fold()), turn.split,
                        turn.card.normalization(), recipe());
                new FoldTrainer(run, recipe(), backend, batches, turn.split, turn.card, listener).train(start, turn.file);
            }
            Files.deleteIfExists(StateFile.unfinished(turn.file));
            List<Prediction> judged = judge(turn);
            predictions.addAll(judged);
            results.add(result(turn.split.fold(), judged));
            listener.judged(results.getLast());
            summary = summary(results, parameters, start.weights());
            run.writePredictions(dataset.classes(), predictions);
            run.writeSummary(summary);
        }
        return new Result(summary, predictions);
    }

    /// What a run is about, `clips.json`: all clips, those that a fold's network is judged by included. Networks and figures of training
    /// know nothing of the latter.
    ///
    /// @param dataset     name of the data set
    /// @param fingerprint see [Features#fingerprint]
    private record Clips(String dataset, String fingerprint) {
    }

    private void requireSameClips() throws IOException {
        Clips here = new Clips(dataset.name(), features.fingerprint(dataset));
        if (!Files.exists(run.clips())) {
            WholeFile.write(run.clips(), Json.pretty(here));
        } else if (!Json.read(run.clips(), Clips.class).equals(here)) {
            throw new ExperimentException(
                    run.clips() + ": says that this run was begun with other clips (names, folds, classes or"
                            + " sounds); put the data set back as it was, or start a new run");
        }
    }

    /// What the network of a fold is trained on.
    private IntFunction<Pictures> pictures() throws IOException {
        if (!recipe().wave().on()) {
            return _ -> Pictures.kept(features);
        }
        return new ChangedRecordings(dataset, recipe(), backend, threads)::of;
    }

    /// One turn of the cross-validation: which clips, what the finished network says of itself, and where it is put.
    private record Turn(Split split, Checkpoint.Card card, Path file) {

        /// Makes sure that what an earlier process left belongs to the same training.
        void requireOwn() throws IOException {
            Path unfinished = StateFile.unfinished(file);
            if (Files.exists(file)) {
                card.require(file, Checkpoint.card(file));
            } else if (Files.exists(unfinished)) {
                Checkpoint.Card got = Checkpoint.card(unfinished);
                card.after(got.epoch()).require(unfinished, got);
            }
        }
    }

    private List<Turn> turns(Start start) {
        List<Turn> turns = new ArrayList<>();
        for (int fold : folds()) {
            Split split = Split.of(dataset, fold);
            turns.add(new Turn(split, new Checkpoint.Card(run.experiment(), dataset.name(),
                    features.fingerprint(dataset, split.training()), fold, recipe().epochs(),
                    dataset.classes(), recipe().frontEnd(), recipe().network(), start.describe(),
                    recipe().scaling().of(features, split.training()), recipe().views()), checkpoint(fold)));
        }
        return turns;
    }

    /// Where the finished network of a fold is.
    public Path checkpoint(int fold) {
        return run.checkpoints().resolve("fold-" + fold + ".safetensors");
    }

    /// Epochs whose checkpoint was not written any more are trained again, and every fold is judged again.
    private void dropLinesOfWorkToDo() throws IOException {
        List<Integer> folds = folds();
        int[] done = new int[folds.size()];
        for (int i = 0; i < done.length; i++) {
            done[i] = FoldTrainer.epochsDone(checkpoint(folds.get(i)), recipe().epochs());
        }
        run.keepLines((JsonNode line) -> {
            int fold = folds.indexOf(line.path("fold").asInt(0));
            // Lines of what a start learned are its own affair.
            return fold < 0 || line.has("stage")
                    || line.path("epoch").asInt(0) <= done[fold] && !line.path("work").asString("").equals(JUDGE);
        });
    }

    private List<Prediction> judge(Turn turn) throws IOException {
        long start = System.nanoTime();
        Checkpoint.Card card = turn.card;
        Split split = turn.split;
        Module network = Checkpoint.network(turn.file, card, backend);
        try {
            var judge = new Judge(backend, network, card.normalization(), features.mels(), features.frames(),
                    card.classes().size());
            List<float[]> images = Arrays.stream(split.heldOut()).mapToObj(features.images()::get).toList();
            float[][] plain = judge.plain(images);
            float[][] averaged = recipe().tta() == 0
                    ? new float[plain.length][]
                    : judge.averaged(images, recipe().tta(),
                            Judge.views(recipe().views().of(card.normalization().mean()), recipe().seed(), split.fold()));
            List<Prediction> predictions = new ArrayList<>();
            for (int i = 0; i < plain.length; i++) {
                var clip = dataset.clips().get(split.heldOut()[i]);
                predictions.add(new Prediction(clip.name(), clip.fold(), clip.label(), plain[i], averaged[i]));
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            run.appendTiming(new TrainingListener.Timing(split.fold(), 0, JUDGE, seconds,
                    plain.length * (1 + recipe().tta()) / seconds));
            return predictions;
        } finally {
            network.release();
        }
    }

    private Summary.Fold result(int fold, List<Prediction> judged) {
        double n = judged.size();
        double plain = judged.stream().filter(p -> p.predicted() == p.label()).count() / n;
        double averaged = judged.stream().filter(p -> p.ttaPredicted() == p.label()).count() / n;
        return new Summary.Fold(fold, judged.size(), plain, recipe().tta() == 0 ? null : averaged);
    }

    private long parameters() {
        Module network = recipe().network().build(backend, new NoiseSource(0), dataset.classes().size(), recipe().seed());
        try {
            return network.parameterCount();
        } finally {
            network.release();
        }
    }

    private Summary summary(List<Summary.Fold> results, long parameters, String weights) {
        return Summary.of(run.experiment(), dataset.name(), dataset.classes(), recipe().seed(), recipe().epochs(), parameters,
                weights, results, results.size() == folds().size());
    }
}
