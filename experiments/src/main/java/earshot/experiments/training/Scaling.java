package earshot.experiments.training;

import earshot.experiments.ExperimentException;
import earshot.experiments.features.Features;
import earshot.experiments.features.Normalization;

/// How pictures are brought to the scale that a network expects: by the statistics of the training clips, or by numbers that belong to
/// weights learned elsewhere.
///
/// @param by        which of the two
/// @param mean      subtracted from every value, of [By#NUMBERS] only
/// @param deviation every value is divided by it then, of [By#NUMBERS] only
public record Scaling(By by, double mean, double deviation) {

    /// By the training clips.
    public static final Scaling TRAINING = new Scaling(By.TRAINING, 0, 1);

    /// Values stay as they are.
    public static final Scaling NONE = new Scaling(By.NUMBERS, 0, 1);

    /// Where mean and deviation come from.
    public enum By {
        TRAINING, NUMBERS
    }

    public Scaling {
        if (!Double.isFinite(mean) || !(deviation > 0)) {
            throw ExperimentException.configuration("scaling", "a finite mean and a deviation above 0",
                    mean + " and " + deviation);
        }
    }

    /// The numbers for one fold.
    ///
    /// @param training places of the training clips
    public Normalization of(Features features, int[] training) {
        return switch (by) {
            case TRAINING -> Normalization.of(features, training);
            case NUMBERS -> new Normalization(mean, deviation);
        };
    }
}
