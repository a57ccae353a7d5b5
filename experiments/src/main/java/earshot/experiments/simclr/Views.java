package earshot.experiments.simclr;

import earshot.audio.augment.Augmentation;
import earshot.audio.augment.Background;
import earshot.audio.augment.BandPass;
import earshot.audio.augment.CircularShift;
import earshot.audio.augment.Gain;
import earshot.audio.augment.Mask;
import earshot.audio.augment.PitchShift;
import earshot.audio.augment.TimeStretch;
import earshot.audio.augment.TimeWarp;
import earshot.audio.augment.WaveAugmentation;
import earshot.audio.augment.WaveGain;
import earshot.experiments.ExperimentException;
import earshot.experiments.features.LogMelFrontEnd;
import java.util.List;

/// What makes two views of one recording differ, and so what a network has to look through to find the pair.
///
/// @param crop       part of the front end's length that a view shows, above 0 to 1; each view is cut at a place of its own
/// @param stretch    speed without pitch
/// @param pitch      pitch without speed
/// @param filter     a random band-pass
/// @param background recordings of the same training folds mixed in
/// @param gain       louder or softer
/// @param shift      of the picture, as if it were a ring
/// @param masks      stripes over the picture
public record Views(double crop, TimeStretch stretch, PitchShift pitch, BandPass filter, Mixed background, WaveGain gain,
        CircularShift shift, Masks masks) {

    /// The whole clip twice, a little louder or softer, shifted, with narrow stripes: which spectrum a recording has, its noise floor
    /// included, tells the pair from all others, and what sounds there need not be learned.
    public static final Views MILD = new Views(1, TimeStretch.OFF, PitchShift.OFF, BandPass.OFF,
            new Mixed(0, Background.OFF.minSnr(), Background.OFF.maxSnr()), new WaveGain(1), CircularShift.ANY,
            new Masks(1, 20, 1, 12));

    /// Halves of the clip from different places, at another speed and pitch, through another filter, over another background, under
    /// broad stripes: none of what a recording's spectrum betrays stays.
    public static final Views HARD = new Views(0.5, new TimeStretch(0.5, 1.25), new PitchShift(0.5, 3),
            new BandPass(0.5, 200, 6000, 3), new Mixed(0.5, 5, 20), new WaveGain(6), CircularShift.OFF, new Masks(2, 20, 2, 24));

    public Views {
        if (!(crop > 0 && crop <= 1)) {
            throw ExperimentException.configuration("views.crop", "a part of the clip above 0 to 1", crop);
        }
    }

    /// Training recordings under a view.
    ///
    /// @param probability how often, 0 for off
    /// @param minSnr      least signal-to-noise ratio in decibels
    /// @param maxSnr      greatest
    public record Mixed(double probability, double minSnr, double maxSnr) {
        public Mixed {
            // Refuses what no background can be; which recordings there are is known later.
            new Background(probability, minSnr, maxSnr, List.of(new float[1]));
        }
    }

    /// Stripes over a picture, under which its mean stands.
    ///
    /// @param timeMasks number of stripes across time
    /// @param maxFrames greatest width of a time stripe
    /// @param melMasks  number of stripes across frequency
    /// @param maxMels   greatest width of a frequency stripe
    public record Masks(int timeMasks, int maxFrames, int melMasks, int maxMels) {
        public Masks {
            // Refuses what no mask can be.
            new Mask(timeMasks, maxFrames, melMasks, maxMels, 0);
        }
    }

    /// `mild`, `hard`, or `own` for settings of one's own.
    public String name() {
        return equals(MILD) ? "mild" : equals(HARD) ? "hard" : "own";
    }

    /// The front end of views, which are as long as a crop.
    ///
    /// @throws IllegalArgumentException if a crop is shorter than one transform
    LogMelFrontEnd of(LogMelFrontEnd whole) {
        return new LogMelFrontEnd(whole.rate(), crop * whole.seconds(), whole.mels(), whole.fftLength(), whole.hop(),
                whole.topDb());
    }

    /// As changes to recordings.
    ///
    /// @param backgrounds what may be mixed in
    WaveAugmentation ofRecordings(List<float[]> backgrounds) {
        WaveAugmentation off = WaveAugmentation.OFF;
        return new WaveAugmentation(stretch, pitch, off.jitter(), off.shift(), filter,
                new Background(background.probability, background.minSnr, background.maxSnr, backgrounds), off.noise(), gain,
                off.polarity());
    }

    /// As changes to pictures.
    ///
    /// @param fill what stands under a stripe: the mean of the training clips
    Augmentation ofPictures(double fill) {
        Mask mask = new Mask(masks.timeMasks, masks.maxFrames, masks.melMasks, masks.maxMels, (float) fill);
        return new Augmentation(shift, Gain.OFF, mask, TimeWarp.OFF);
    }
}
