package earshot.experiments.training;

import earshot.audio.augment.Background;
import earshot.audio.augment.BandPass;
import earshot.audio.augment.Noise;
import earshot.audio.augment.PitchShift;
import earshot.audio.augment.Polarity;
import earshot.audio.augment.RateJitter;
import earshot.audio.augment.TimeStretch;
import earshot.audio.augment.WaveAugmentation;
import earshot.audio.augment.WaveGain;
import earshot.audio.augment.WaveShift;
import java.util.List;

/// Changes to training recordings before they become pictures, each off unless set. With any of them on, pictures are computed anew in
/// every epoch.
///
/// @param crop       whether recordings longer than the front end's length give another stretch in every epoch, not always their beginning
/// @param stretch    speed without pitch
/// @param pitch      pitch without speed
/// @param jitter     both
/// @param shift      in time
/// @param filter     a random band-pass
/// @param background sounds mixed in
/// @param noise      added
/// @param gain       louder or softer
/// @param polarity   upside down
public record WaveSettings(boolean crop, TimeStretch stretch, PitchShift pitch, RateJitter jitter, WaveShift shift,
        BandPass filter,
        Mixed background, Noise noise, WaveGain gain, Polarity polarity) {

    /// Recordings stay as they are.
    public static final WaveSettings OFF = new WaveSettings(false, TimeStretch.OFF, PitchShift.OFF, RateJitter.OFF, WaveShift.OFF,
            BandPass.OFF, new Mixed(null, 0, Background.OFF.minSnr(), Background.OFF.maxSnr()), Noise.OFF, WaveGain.OFF,
            Polarity.OFF);

    /// Sounds mixed under recordings.
    ///
    /// @param folder      of sound files; those below it count too
    /// @param probability how often
    /// @param minSnr      least signal-to-noise ratio in decibels
    /// @param maxSnr      greatest
    public record Mixed(String folder, double probability, double minSnr, double maxSnr) {
        public Mixed {
            if (probability > 0 && folder == null) {
                throw new IllegalArgumentException("wave.background.folder: expected a folder of sound files, got none");
            }
        }
    }

    boolean on() {
        return !equals(OFF);
    }

    /// As changes to recordings.
    ///
    /// @param backgrounds what the folder holds
    WaveAugmentation of(List<float[]> backgrounds) {
        return new WaveAugmentation(stretch, pitch, jitter, shift, filter,
                new Background(background.probability, background.minSnr, background.maxSnr, backgrounds), noise, gain, polarity);
    }
}
