package earshot.audio.augment;

import java.util.Arrays;

/// Checks of settings, and the one length that changed recordings come back to.
final class Ranges {

    private Ranges() {
    }

    static void require(boolean fine, String what, String expected, Object got) {
        if (!fine) {
            throw new IllegalArgumentException(what + ": expected " + expected + ", got " + got);
        }
    }

    static void probability(String what, double probability) {
        require(probability >= 0 && probability <= 1, what, "a probability of 0 to 1", probability);
    }

    static void signalToNoise(String what, double least, double most) {
        require(least <= most && least >= -200 && most <= 200, what, "signal-to-noise ratios of -200 to 200 dB, ascending",
                least + " and " + most);
    }

    /// Cut at the end, or silence added there.
    static float[] fitted(float[] samples, int length) {
        return samples.length == length ? samples : Arrays.copyOf(samples, length);
    }

    static double power(float[] samples) {
        double sum = 0;
        for (float x : samples) {
            sum += (double) x * x;
        }
        return samples.length == 0 ? 0 : sum / samples.length;
    }

    /// `signal + noise`, the noise scaled so that its power is `decibels` below the signal's. A silent signal or noise is left alone.
    static float[] mixed(float[] signal, float[] noise, double decibels) {
        double quiet = power(noise);
        float factor = quiet == 0 ? 0 : (float) Math.sqrt(power(signal) / quiet * Math.pow(10, -decibels / 10));
        float[] sum = new float[signal.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = signal[i] + factor * noise[i];
        }
        return sum;
    }
}
