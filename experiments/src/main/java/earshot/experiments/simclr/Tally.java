package earshot.experiments.simclr;

/// The running figures of an epoch of pre-training.
final class Tally {
    private double loss;
    private double chance;
    private long right;
    private long views;

    /// Counts a step.
    ///
    /// @param mean         the step's loss
    /// @param similarities `[rows][columns]`, a view's own column far below all others
    /// @param positives    each row's column of the other view
    void add(double mean, float[] similarities, int[] positives) {
        int rows = positives.length;
        int columns = similarities.length / rows;
        for (int i = 0; i < rows; i++) {
            right += nearest(similarities, i * columns, columns) == positives[i] ? 1 : 0;
        }
        views += rows;
        loss += mean * rows;
        chance += (double) rows / (columns - 1);
    }

    private static int nearest(float[] similarities, int from, int columns) {
        int best = 0;
        for (int c = 1; c < columns; c++) {
            best = similarities[from + c] > similarities[from + best] ? c : best;
        }
        return best;
    }

    /// The figures so far.
    ContrastiveEpoch epoch(int fold, int epoch, double lr) {
        return new ContrastiveEpoch(ContrastiveEpoch.STAGE, fold, epoch, loss / views, (double) right / views, chance / views,
                lr);
    }
}
