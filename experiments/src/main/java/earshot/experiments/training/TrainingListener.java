package earshot.experiments.training;

import earshot.experiments.runs.Summary;

/// Hears how a run goes on, from the thread that trains.
public interface TrainingListener {

    /// Hears nothing.
    TrainingListener NONE = new TrainingListener() {
    };

    /// A training step is done.
    default void step(Step step) {
    }

    /// A step of what a [Start] learns first is done.
    ///
    /// @param clips of this step
    /// @param words how far it has come
    default void pretraining(int clips, String words) {
    }

    /// A [Start] has learned something.
    ///
    /// @param words what, one line
    default void learned(String words) {
    }

    /// A fold has been judged.
    default void judged(Summary.Fold fold) {
    }

    /// State after a training step.
    ///
    /// @param fold     the fold held out
    /// @param epoch    the epoch in progress, from 1
    /// @param clips    clips of this step
    /// @param loss     mean over the epoch so far
    /// @param accuracy part of the epoch's clips so far whose (heavier) label was recognised, augmented and mixed as they are
    /// @param lr       learning rate of the step
    record Step(int fold, int epoch, int clips, double loss, double accuracy, double lr) {
    }

    /// One line of `metrics.jsonl`.
    ///
    /// @param epoch    from 1
    /// @param loss     mean over the epoch
    /// @param accuracy see [Step]
    /// @param lr       learning rate of the last step
    record Epoch(int fold, int epoch, double loss, double accuracy, double lr) {
    }

    /// One line of `timing.jsonl`.
    ///
    /// @param fold           the fold, 0 for work that belongs to none
    /// @param epoch          the epoch, 0 for work that is no training
    /// @param work           `train`, `judge` or `features`
    /// @param seconds        wall time
    /// @param clipsPerSecond rate
    record Timing(int fold, int epoch, String work, double seconds, double clipsPerSecond) {
    }
}
