package earshot.audio.augment;

import java.util.Objects;
import java.util.random.RandomGenerator;

/// Changes to a log-mel picture that leave its class as it is, always in this order: shift, gain, masks, warp. Switching one off leaves the
/// draws of those after it as they were.
///
/// Callers that seed the generator by (seed, epoch, clip) get the same pictures whatever the number of threads.
///
/// @param shift along time, or [CircularShift#OFF]
/// @param gain in decibels, or [Gain#OFF]
/// @param mask stripes, or [Mask#OFF]
/// @param warp bent time, or [TimeWarp#OFF]
public record Augmentation(CircularShift shift, Gain gain, Mask mask, TimeWarp warp) {

    /// Leaves pictures as they are.
    public static final Augmentation OFF = new Augmentation(CircularShift.OFF, Gain.OFF, Mask.OFF, TimeWarp.OFF);

    public Augmentation {
        Objects.requireNonNull(shift, "shift");
        Objects.requireNonNull(gain, "gain");
        Objects.requireNonNull(mask, "mask");
        Objects.requireNonNull(warp, "warp");
    }

    public Augmentation withShift(CircularShift other) {
        return new Augmentation(other, gain, mask, warp);
    }

    public Augmentation withGain(Gain other) {
        return new Augmentation(shift, other, mask, warp);
    }

    public Augmentation withMask(Mask other) {
        return new Augmentation(shift, gain, other, warp);
    }

    /// Changes `image` in place.
    public void apply(Image image, RandomGenerator random) {
        shift.apply(image, random);
        gain.apply(image, random);
        mask.apply(image, random);
        warp.apply(image, random);
    }
}
