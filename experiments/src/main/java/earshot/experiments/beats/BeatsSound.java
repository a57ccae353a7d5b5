package earshot.experiments.beats;

import earshot.audio.file.AudioClip;
import earshot.audio.mel.KaldiFbank;
import earshot.audio.resample.Resampler;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.Backend;
import java.util.Arrays;
import java.util.List;

/// How BEATs hears a recording: mono at 16 kHz, filter banks as Kaldi has them, brought to about mean 0 and deviation 1/2 by two constants.
///
/// @param mean      of the filter banks' logarithms over AudioSet
/// @param deviation of them; twice it divides
public record BeatsSound(double mean, double deviation) {
    /// Hertz.
    public static final int RATE = 16000;

    /// The constants of the published networks.
    public static final BeatsSound STANDARD = new BeatsSound(15.41663, 6.55582);

    public BeatsSound {
        if (!Double.isFinite(mean) || !(deviation > 0)) {
            throw new IllegalArgumentException(
                    "beats: sound: expected a finite mean and a deviation above 0, got " + mean + " and " + deviation);
        }
    }

    /// The transform; safe for use from many threads.
    public KaldiFbank bank() {
        return new KaldiFbank(KaldiFbank.Settings.of(RATE, BeatsConfig.MELS).normalized(mean, 2 * deviation));
    }

    /// A recording as the transform takes it.
    public static float[] samples(AudioClip clip) {
        float[] mono = clip.mono();
        return clip.rate() == RATE ? mono : Resampler.of(clip.rate(), RATE).apply(mono);
    }

    /// Recordings as a network takes them.
    ///
    /// @param frames  `[B, frames, 128]`; shorter ones are filled up with silence
    /// @param padding of frames; null if all are of one length
    public record Batch(Tensor frames, Padding padding) {
    }

    /// Brings recordings into one tensor of the current scope.
    ///
    /// @param bank       see [#bank]
    /// @param recordings samples at 16 kHz, see [#samples]
    public static Batch batch(Backend backend, KaldiFbank bank, List<float[]> recordings) {
        int longest = recordings.stream().mapToInt(r -> r.length).max().orElse(0);
        int[] lengths = recordings.stream().mapToInt(r -> r.length).toArray();
        int frames = bank.settings().frames(longest);
        float[] all = new float[lengths.length * frames * BeatsConfig.MELS];
        for (int i = 0; i < lengths.length; i++) {
            float[] clip = bank.apply(Arrays.copyOf(recordings.get(i), longest));
            System.arraycopy(clip, 0, all, i * clip.length, clip.length);
        }
        boolean even = Arrays.stream(lengths).allMatch(length -> length == longest);
        return new Batch(Tensor.of(backend, Shape.of(lengths.length, frames, BeatsConfig.MELS), all),
                even ? null : Padding.behind(longest, lengths).pieces(frames));
    }
}
