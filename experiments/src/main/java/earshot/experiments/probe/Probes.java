package earshot.experiments.probe;

import earshot.experiments.files.Json;
import earshot.experiments.files.WholeFile;
import earshot.experiments.runs.Interval;
import earshot.experiments.runs.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What linear probes came to, `probe.json` of a run: of the encoder after pre-training and, beside it, of the same encoder with its
/// first, random weights. Accuracies are parts of one.
///
/// @param folds          of every fold so far
/// @param mean           over the folds, after pre-training
/// @param interval       half width of its 95% interval; null for a single fold
/// @param randomMean     over the folds, with random weights
/// @param randomInterval half width of its 95% interval; null for a single fold
public record Probes(List<Fold> folds, double mean, Double interval, double randomMean, Double randomInterval) {

    /// Of one fold held out.
    ///
    /// @param accuracy after pre-training
    /// @param random   with random weights
    public record Fold(int fold, double accuracy, double random) {
    }

    public Probes {
        folds = List.copyOf(folds);
    }

    static Probes of(List<Fold> folds) {
        Interval trained = Interval.of(folds.stream().mapToDouble(Fold::accuracy).toArray());
        Interval random = Interval.of(folds.stream().mapToDouble(Fold::random).toArray());
        return new Probes(folds, trained.mean(), trained.halfWidth(), random.mean(), random.halfWidth());
    }

    /// Where a run keeps them.
    public static Path file(RunFolder run) {
        return run.folder().resolve("probe.json");
    }

    /// What a run has so far; null for nothing.
    ///
    /// @throws earshot.experiments.ExperimentException if it cannot be understood
    public static Probes read(RunFolder run) throws IOException {
        return Files.exists(file(run)) ? Json.read(file(run), Probes.class) : null;
    }

    /// Adds a fold to what a run has, or replaces it there.
    public static void add(RunFolder run, Fold fold) throws IOException {
        Probes before = read(run);
        var folds = new ArrayList<Fold>(before == null ? List.of() : before.folds);
        folds.removeIf(other -> other.fold == fold.fold);
        folds.add(fold);
        folds.sort(Comparator.comparingInt(Fold::fold));
        WholeFile.write(file(run), Json.pretty(of(folds)));
    }
}
