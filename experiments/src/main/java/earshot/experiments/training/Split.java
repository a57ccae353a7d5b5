package earshot.experiments.training;

import earshot.experiments.data.Dataset;
import java.util.stream.IntStream;

/// One turn of the cross-validation, as places in the data set's list of clips.
///
/// @param fold     the fold held out
/// @param training clips of all other folds
/// @param heldOut  clips of that fold
public record Split(int fold, int[] training, int[] heldOut) {

    /// The turn that holds out `fold`.
    ///
    /// @throws earshot.experiments.ExperimentException if it has no clips, or all
    public static Split of(Dataset dataset, int fold) {
        // Asks for both sides, so that an empty one is refused with the reason.
        dataset.training(fold);
        int n = dataset.clips().size();
        return new Split(fold, IntStream.range(0, n).filter(i -> dataset.clips().get(i).fold() != fold).toArray(),
                IntStream.range(0, n).filter(i -> dataset.clips().get(i).fold() == fold).toArray());
    }
}
