package earshot.experiments.training;

import earshot.experiments.features.Features;

/// Where training gets the picture of a clip from; called from several threads at once.
@FunctionalInterface
interface Pictures {

    /// A picture in decibels, `[mels][frames]`, that the caller may change.
    ///
    /// @param clip  place in the data set
    /// @param epoch counted from 0
    float[] of(int clip, int epoch);

    /// Always the same.
    static Pictures kept(Features features) {
        return (clip, _) -> features.images().get(clip).clone();
    }
}
