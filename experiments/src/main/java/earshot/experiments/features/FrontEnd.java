package earshot.experiments.features;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import earshot.audio.file.AudioClip;
import earshot.audio.file.AudioFile;
import earshot.audio.file.UnreadableAudioException;
import earshot.audio.resample.Resampler;
import earshot.kernels.Backend;
import java.nio.file.Path;
import java.util.Arrays;

/// How a recording becomes the picture that a network sees: mono, resampled, padded with silence or cut at its end to one length, then
/// bands over time. In JSON, `kind` says which it is; without that it is a [LogMelFrontEnd], the only one there once was.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind", defaultImpl = LogMelFrontEnd.class)
@JsonSubTypes({@JsonSubTypes.Type(value = LogMelFrontEnd.class, name = "log-mel"),
        @JsonSubTypes.Type(value = KaldiFrontEnd.class, name = "kaldi"),
        @JsonSubTypes.Type(value = BeatsFrontEnd.class, name = "beats")})
public sealed interface FrontEnd permits LogMelFrontEnd, KaldiFrontEnd, BeatsFrontEnd {

    /// Sampling rate in hertz that everything is brought to.
    int rate();

    /// Length in seconds that everything is brought to.
    double seconds();

    /// Bands of a picture, its height.
    int mels();

    /// Frames of a picture, its width.
    int frames();

    /// What makes pictures; costs something to set up, and may be used from many threads.
    Transform transform();

    /// The same where a network makes them, which needs something that computes.
    default Transform transform(Backend backend) {
        return transform();
    }

    /// How many callers a transform shall have at once, where so many threads may compute.
    default int callers(int threads) {
        return threads;
    }

    /// From [#samples] of sound to a picture, row-major `[mels][frames]`.
    @FunctionalInterface
    interface Transform extends AutoCloseable {
        float[] apply(float[] samples);

        /// Gives back what it holds, if anything.
        @Override
        default void close() {
        }
    }

    /// Samples of a clip after padding or cutting.
    default int samples() {
        return (int) Math.round(seconds() * rate());
    }

    /// Reads a recording.
    ///
    /// @throws UnreadableAudioException if it cannot be decoded, or has not a single sample
    static AudioClip read(Path file) throws UnreadableAudioException {
        AudioClip clip = AudioFile.read(file);
        if (clip.frames() == 0) {
            throw silent(file);
        }
        return clip;
    }

    /// What is said of a recording without a single sample.
    static UnreadableAudioException silent(Path file) {
        return new UnreadableAudioException(file, UnreadableAudioException.NO_OFFSET, "holds no sound", "record or copy it again",
                null);
    }

    /// What became of a clip's length.
    enum Fit {
        EXACT, PADDED, CUT
    }

    /// Whether a recording is as long as wanted; half a millisecond is let pass.
    default Fit fit(double recorded) {
        if (Math.abs(recorded - seconds()) < 5e-4) {
            return Fit.EXACT;
        }
        return recorded < seconds() ? Fit.PADDED : Fit.CUT;
    }

    /// The picture of a recording.
    ///
    /// @param transform what [#transform()] gave
    default float[] apply(AudioClip clip, Transform transform) {
        return transform.apply(Arrays.copyOf(resampled(clip), samples()));
    }

    /// Channels averaged, at the rate wanted, as long as recorded.
    default float[] resampled(AudioClip clip) {
        float[] mono = clip.mono();
        return clip.rate() == rate() ? mono : Resampler.of(clip.rate(), rate()).apply(mono);
    }
}
