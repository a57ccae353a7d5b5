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

    /// Frames at every `speed` of the old ones: magnitudes in between, phases that advance as they do between the two neighbours. Phases
    /// stand as points of the unit circle, which are turned by a product where angles would need arc tangents, sines and cosines.
    private static Stft.Complex vocoder(Stft.Complex x, int frames, double speed) {
        int bins = SETTINGS.bins();
        int steps = (int) Math.ceil(frames / speed);
        float[] re = new float[bins * steps];
        float[] im = new float[bins * steps];
        for (int k = 0; k < bins; k++) {
            Polar band = Polar.of(x, k, frames);
            double cos = band.cos[0];
            double sin = band.sin[0];
            for (int s = 0; s < steps; s++) {
                int t = (int) (s * speed);
                double part = s * speed - t;
                double magnitude = (1 - part) * band.magnitude[t] + part * band.magnitude[t + 1];
                re[k * steps + s] = (float) (magnitude * cos);
                im[k * steps + s] = (float) (magnitude * sin);
                double turnCos = band.cos[t + 1] * band.cos[t] + band.sin[t + 1] * band.sin[t];
                double turnSin = band.sin[t + 1] * band.cos[t] - band.cos[t + 1] * band.sin[t];
                double turned = cos * turnCos - sin * turnSin;
                sin = sin * turnCos + cos * turnSin;
                cos = turned;
            }
        }
        return new Stft.Complex(re, im);
    }

    /// One frequency of all frames, and of one frame of silence behind the last. Silence has the angle 0.
    private record Polar(double[] magnitude, double[] cos, double[] sin) {

        static Polar of(Stft.Complex x, int k, int frames) {
            double[] magnitude = new double[frames + 1];
            double[] cos = new double[frames + 1];
            double[] sin = new double[frames + 1];
            cos[frames] = 1;
            for (int t = 0; t < frames; t++) {
                double re = x.re()[k * frames + t];
                double im = x.im()[k * frames + t];
                // Squares of floats are far from the limits of doubles.
                magnitude[t] = Math.sqrt(re * re + im * im);
                cos[t] = magnitude[t] > 0 ? re / magnitude[t] : 1;
                sin[t] = magnitude[t] > 0 ? im / magnitude[t] : 0;
            }
            return new Polar(magnitude, cos, sin);
        }
    }
}
