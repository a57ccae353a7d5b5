package earshot.experiments.masked;

import earshot.engine.Tensor;
import earshot.engine.nn.Module;

/// Something that is learned from pictures without their classes, as [Practice] goes through it.
interface Lesson {

    /// What learns; it belongs to the lesson's maker.
    Module network();

    /// The mean loss of some clips, a scalar.
    ///
    /// @param clips places among the training clips
    /// @param epoch counted from 0
    /// @param step  counted from 0 over all epochs
    Tensor loss(int[] clips, int epoch, int step);

    /// Called after the optimiser moved the weights along the last loss, in the same scope: the time to read what a device computed.
    void moved();

    /// What an epoch came to, one line of `metrics.jsonl`; what comes after belongs to the next epoch.
    ///
    /// @param epoch from 1
    Line line(int epoch, double loss, double lr);

    /// See [#line].
    interface Line {

        /// What was learned, if this was the last epoch.
        String words();
    }
}
