package earshot.experiments.synth;

/// A phase that advances by a frequency and is read as one of the classic waveforms.
///
/// The sine comes from a table made with [StrictMath], so that the same seed gives the same bytes on every machine; `Math.sin` may
/// differ in its last bit. Linear interpolation keeps the error under 2e-7.
final class Oscillator {
    private static final int SIZE = 4096;
    private static final double[] SINE = new double[SIZE + 1];

    static {
        for (int i = 0; i <= SIZE; i++) {
            SINE[i] = StrictMath.sin(2 * StrictMath.PI * i / SIZE);
        }
    }

    private final double rate;
    private double phase;

    /// @param rate  samples per second
    /// @param phase where the wave starts, in periods from 0 to 1
    Oscillator(int rate, double phase) {
        this.rate = rate;
        this.phase = phase;
    }

    /// Advances by one sample and reads a sine, -1 to 1.
    double sine(double hertz) {
        advance(hertz);
        return at(phase);
    }

    /// Advances by one sample and reads a rising sawtooth, -1 to 1.
    double saw(double hertz) {
        advance(hertz);
        return 2 * phase - 1;
    }

    /// Advances by one sample and reads a pulse of 1 for the given part of the period and -1 for the rest.
    double pulse(double hertz, double width) {
        advance(hertz);
        return phase < width ? 1 : -1;
    }

    /// Whether the step just taken began a new period.
    boolean wrapped(double hertz) {
        return phase < hertz / rate;
    }

    /// Sine of a phase given in periods from 0 to 1.
    static double at(double phase) {
        double place = phase * SIZE;
        int index = (int) place;
        return SINE[index] + (place - index) * (SINE[index + 1] - SINE[index]);
    }

    private void advance(double hertz) {
        phase += hertz / rate;
        phase -= (int) phase;
    }
}
