package earshot.audio.augment;

import java.util.Objects;
import java.util.random.RandomGenerator;

import earshot.audio.spectrum.Fft;

/// Adds Gaussian noise of a colour at a signal-to-noise ratio that is uniform in decibels. Powers are those of the whole recording; silence
/// stays silent.
///
/// @param probability how often, 0 for off
/// @param colour how the noise's power goes with frequency
/// @param minSnr least ratio in decibels
/// @param maxSnr greatest ratio in decibels
public record Noise(double probability, Colour colour, double minSnr, double maxSnr) implements WaveChange {

    public static final Noise OFF = new Noise(0, Colour.WHITE, 10, 30);

    /// Power falls by `3 exponent` decibels an octave.
    public enum Colour {
        WHITE(0), PINK(1), BROWN(2), BLUE(-1), VIOLET(-2);

        private final double exponent;

        Colour(double exponent) {
            this.exponent = exponent;
        }
    }

    public Noise {
        Objects.requireNonNull(colour, "colour");
        Ranges.probability("noise", probability);
        Ranges.signalToNoise("noise", minSnr, maxSnr);
    }

    @Override
    public float[] apply(float[] samples, int rate, RandomGenerator random) {
        if (random.nextDouble() >= probability || samples.length == 0) {
            return samples.clone();
        }
        double ratio = Uniform.between(minSnr, maxSnr, random);
        return Ranges.mixed(samples, noise(samples.length, random), ratio);
    }

    /// Noise of this colour, of any power: a spectrum of Gaussian numbers under the colour's curve, transformed back.
    float[] noise(int length, RandomGenerator random) {
        int period = Math.max(2, Integer.highestOneBit(2 * length - 1));
        Fft fft = Fft.real(period);
        double[] re = new double[fft.bins()];
        double[] im = new double[fft.bins()];
        // Bin 0 stays 0: noise has no mean.
        for (int k = 1; k < fft.bins(); k++) {
            double height = Math.pow((double) k / fft.bins(), -colour.exponent / 2);
            re[k] = height * random.nextGaussian();
            im[k] = height * random.nextGaussian();
        }
        double[] wide = new double[period];
        fft.inverse(re, im, wide, fft.work());
        float[] noise = new float[length];
        for (int i = 0; i < length; i++) {
            noise[i] = (float) (wide[i] * Math.sqrt(period));
        }
        return noise;
    }
}
