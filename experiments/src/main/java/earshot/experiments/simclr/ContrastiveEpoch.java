package earshot.experiments.simclr;

import java.util.Locale;

/// An epoch of pre-training: one line of `metrics.jsonl`.
///
/// @param stage    [#STAGE], which tells it from an epoch of supervised training
/// @param fold     the fold held out
/// @param epoch    from 1
/// @param loss     mean over the epoch
/// @param accuracy contrastive accuracy: part of the views whose nearest among all others was the same clip's other view
/// @param chance   what guessing would come to
/// @param lr       learning rate of the last step
public record ContrastiveEpoch(String stage, int fold, int epoch, double loss, double accuracy, double chance, double lr) {
    /// What lines of pre-training have under `stage`.
    public static final String STAGE = "contrastive";

    /// The time that it took: one line of `timing.jsonl`.
    record Time(String stage, int fold, int epoch, String work, double seconds, double clipsPerSecond) {
        Time(int fold, int epoch, double seconds, int clips) {
            this(STAGE, fold, epoch, "pretrain", seconds, clips / seconds);
        }
    }

    /// For a person.
    ///
    /// @param epochs of the whole pre-training
    String words(int epochs) {
        return String.format(Locale.ROOT, "fold %d  pre-training %d/%d  loss %.3f  pairs found %.1f%% (chance %.1f%%)  lr %.1e",
                fold,
                epoch, epochs, loss, 100 * accuracy, 100 * chance, lr);
    }
}
