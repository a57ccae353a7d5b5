package earshot.experiments.training;

import earshot.kernels.random.PhiloxGenerator;
import java.util.random.RandomGenerator;

/// Where the chance of a run comes from. Every draw belongs to a purpose, a fold, an epoch and an index, and depends on these and the
/// seed alone: not on threads, nor on what was drawn before, nor on whether the run was interrupted.
public enum Chance {
    /// Order of the clips; index 0.
    ORDER,
    /// Augmentation of a training clip; index is the clip.
    AUGMENTATION,
    /// Mixup's weight and partners; index is the batch.
    MIXUP,
    /// Augmented views of a held-out clip; the epoch is the view, index is the clip.
    VIEW,
    /// Changes to a training recording; index is the clip.
    RECORDING,
    /// Masks of dropout and its like; epoch 0, index 0, or the round where something is learned without classes.
    NOISE,
    /// Order of the clips where something is learned without classes; index is the round.
    LESSON_ORDER,
    /// Patches of a training clip that are hidden; index is the round and the clip.
    MASK,
    /// Where k-means begins; epoch 0, index is the round.
    CLUSTERS,
    /// What takes the place of unused codes; index is the round and the step.
    CODES,
    /// Order of the clips in contrastive pre-training; index 0.
    PAIR_ORDER,
    /// A view of a clip in contrastive pre-training; index is twice the clip, and one more for the second view.
    PAIR_VIEW;

    /// A generator of its own for one draw.
    ///
    /// @param fold  0 to 4095
    /// @param epoch 0 to 65535
    /// @param index 0 to 2^28 - 1
    public RandomGenerator of(long seed, int fold, int epoch, int index) {
        // 8 bits of purpose, 12 of fold, 16 of epoch, 28 of index: no two draws share a stream.
        if (fold >>> 12 != 0 || epoch >>> 16 != 0 || index >>> 28 != 0) {
            throw new IllegalArgumentException(
                    this + ": expected a fold of 12 bits, an epoch of 16 and an index of 28, got " + fold
                            + ", " + epoch + " and " + index);
        }
        return new PhiloxGenerator(seed, (long) ordinal() << 56 | (long) fold << 44 | (long) epoch << 28 | index);
    }
}
