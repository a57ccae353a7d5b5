package earshot.experiments.synth;

import java.util.random.RandomGenerator;

/// Small pieces that several kinds of sound are made of.
final class Shapes {
    private Shapes() {
    }

    /// One sample of white noise, -1 to 1.
    static double white(RandomGenerator random) {
        return 2 * random.nextDouble() - 1;
    }

    /// A value between two bounds, evenly spread on a logarithmic scale, as pitches and time constants are.
    static double logUniform(double low, double high, RandomGenerator random) {
        return low * StrictMath.pow(high / low, random.nextDouble());
    }

    /// What a value that falls to 1/e in the given time is multiplied by from sample to sample.
    static double decay(double seconds, int rate) {
        return StrictMath.exp(-1 / (seconds * rate));
    }

    /// Envelope of one event: rises and falls on a half sine that is bent towards its start.
    ///
    /// @param part how far the event has come, 0 to 1
    /// @param peak where its loudest moment is, 0 to 1
    static double hump(double part, double peak) {
        double bent = part < peak ? 0.5 * part / peak : 0.5 + 0.5 * (part - peak) / (1 - peak);
        return Oscillator.at(0.5 * Math.clamp(bent, 0.0, 1.0));
    }

    /// Adds a struck sound: noise and a resonance that die away.
    ///
    /// @param at      first sample
    /// @param gain    loudness
    /// @param hertz   pitch of the resonance
    /// @param seconds time constant of the decay
    /// @param hardness share of noise, 0 to 1
    static void strike(float[] out, int at, double gain, double hertz, double seconds, double hardness, int rate,
            RandomGenerator random) {
        var tone = new Oscillator(rate, 0);
        var colour = Biquad.bandPass(1.3 * hertz, 1.2, rate);
        double fall = decay(seconds, rate);
        double noiseFall = decay(0.4 * seconds, rate);
        double level = gain;
        double noise = gain * hardness;
        for (int i = at; i < out.length && level > 1e-4 * gain; i++) {
            out[i] += (float) (level * (1 - hardness) * tone.sine(hertz) + 2 * noise * colour.step(white(random)));
            level *= fall;
            noise *= noiseFall;
        }
    }
}
