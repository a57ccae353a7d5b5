package earshot.experiments.runs;

import java.util.List;

/// The result of a run, `summary.json`. Accuracies are parts of one, not percent.
///
/// @param experiment  name of the experiment, e.g. `resnet34`
/// @param dataset     name of the data set
/// @param classes     names of its classes, sorted
/// @param seed        what all chance came from
/// @param epochs      epochs per fold
/// @param parameters  number of learned values of the network
/// @param weights     where the network's weights come from, if the experiment is one of weights learned elsewhere: the name of public
///                    ones, else words that say it; null for other experiments
/// @param folds       result of every fold judged
/// @param mean        mean accuracy over the folds; null if no fold is finished
/// @param interval    half width of its 95% interval; null for a single fold
/// @param ttaMean     the same, averaged over augmented views; null if that was not asked for
/// @param ttaInterval half width of its 95% interval; null for a single fold
/// @param finished    whether all folds asked for are judged
public record Summary(String experiment, String dataset, List<String> classes, long seed, int epochs, long parameters,
        String weights, List<Fold> folds, Double mean, Double interval, Double ttaMean, Double ttaInterval, boolean finished) {
    public Summary {
        classes = List.copyOf(classes);
        folds = List.copyOf(folds);
    }

    /// Result of one held-out fold, from the network as it was after the last epoch.
    ///
    /// @param fold        its number
    /// @param clips       clips judged
    /// @param accuracy    part of them recognised
    /// @param ttaAccuracy the same, averaged over augmented views; null if that was not asked for
    public record Fold(int fold, int clips, double accuracy, Double ttaAccuracy) {
        public Fold {
            if (clips < 1 || !(accuracy >= 0 && accuracy <= 1)) {
                throw new IllegalArgumentException(
                        "fold " + fold + ": expected clips and an accuracy of 0 to 1, got " + clips + " and " + accuracy);
            }
        }
    }

    /// A summary whose means and intervals are computed from the folds.
    public static Summary of(String experiment, String dataset, List<String> classes, long seed, int epochs, long parameters,
            String weights, List<Fold> folds, boolean finished) {
        Interval plain = folds.isEmpty() ? null : Interval.of(folds.stream().mapToDouble(Fold::accuracy).toArray());
        boolean views = !folds.isEmpty() && folds.stream().allMatch(fold -> fold.ttaAccuracy() != null);
        Interval tta = views ? Interval.of(folds.stream().mapToDouble(Fold::ttaAccuracy).toArray()) : null;
        return new Summary(experiment, dataset, classes, seed, epochs, parameters, weights, folds,
                plain == null ? null : plain.mean(),
                plain == null ? null : plain.halfWidth(), tta == null ? null : tta.mean(), tta == null ? null : tta.halfWidth(),
                finished);
    }
}
