package earshot.audio.augment;

import java.util.random.RandomGenerator;

import earshot.audio.spectrum.InverseStft;
import earshot.audio.spectrum.Padding;
import earshot.audio.spectrum.Stft;
import earshot.audio.spectrum.Window;

/// Makes a recording faster or slower without changing its pitch, by a phase vocoder. The speed is uniform in its logarithm between
/// `1 / maxSpeed` and `maxSpeed`. What comes out is cut, or silence is added, to the length of what went in. Source: Flanagan and Golden,
/// *Phase vocoder*, 1966; values as `librosa.effects.time_stretch` with silence outside.
///
/// @param probability how often, 0 for off
/// @param maxSpeed greatest speed, 1 to 4
public record TimeStretch(double probability, double maxSpeed) implements WaveChange {

    public static final TimeStretch OFF = new TimeStretch(0, 1.25);
    private static final Stft.Settings SETTINGS = new Stft.Settings(2048, 512, 2048, Window.HANN, true,
            Padding.ZERO);

    public TimeStretch {
        Ranges.probability("time stretch", probability);
        Ranges.require(maxSpeed >= 1 && maxSpeed <= 4, "time stretch", "a speed of 1 to 4", maxSpeed);
    }

    @Override
    public float[] apply(float[] samples, int rate, RandomGenerator random) {
        boolean on = random.nextDouble() < probability;
        double speed = Math.pow(maxSpeed, Uniform.between(-1, 1, random));
        return on && samples.length > 0 ? Ranges.fitted(stretched(samples, speed), samples.length) : samples.clone();
    }

    /// The recording at another speed, `round(n / speed)` samples long. Mono, at any rate; 2 is twice as fast.
    public static float[] stretched(float[] samples, double speed) {
        Stft stft = new Stft(SETTINGS);
        Stft.Complex spectrum = stft.complex(samples);
        int frames = SETTINGS.frames(samples.length);
        return new InverseStft(SETTINGS).apply(vocoder(spectrum, frames, speed), (int) Math.round(samples.length / speed));
    }

    /// Frames at every `speed` of the old ones: magnitudes in between, phases that advance as they do between the two neighbours.
    private static Stft.Complex vocoder(Stft.Complex x, int frames, double speed) {
        int bins = SETTINGS.bins();
        int steps = (int) Math.ceil(frames / speed);
        float[] re = new float[bins * steps];
        float[] im = new float[bins * steps];
        for (int k = 0; k < bins; k++) {
            double expected = 2 * Math.PI * SETTINGS.hop() * k / SETTINGS.fftLength();
            double phase = Math.atan2(x.im()[k * frames], x.re()[k * frames]);
            for (int s = 0; s < steps; s++) {
                int t = (int) (s * speed);
                double part = s * speed - t;
                double magnitude = (1 - part) * magnitude(x, k, t, frames) + part * magnitude(x, k, t + 1, frames);
                re[k * steps + s] = (float) (magnitude * Math.cos(phase));
                im[k * steps + s] = (float) (magnitude * Math.sin(phase));
                double advance = angle(x, k, t + 1, frames) - angle(x, k, t, frames) - expected;
                phase += expected + advance - 2 * Math.PI * Math.rint(advance / (2 * Math.PI));
            }
        }
        return new Stft.Complex(re, im);
    }

    /// Beyond the last frame there is silence.
    private static double magnitude(Stft.Complex x, int k, int t, int frames) {
        return t < frames ? Math.hypot(x.re()[k * frames + t], x.im()[k * frames + t]) : 0;
    }

    private static double angle(Stft.Complex x, int k, int t, int frames) {
        return t < frames ? Math.atan2(x.im()[k * frames + t], x.re()[k * frames + t]) : 0;
    }
}
