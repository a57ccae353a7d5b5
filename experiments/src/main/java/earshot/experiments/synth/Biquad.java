package earshot.experiments.synth;

/// A second-order filter, direct form 1, with the coefficients of Robert Bristow-Johnson's "Cookbook formulae for audio EQ biquad filter
/// coefficients". The frequency may be changed while it runs.
final class Biquad {
    private enum Shape {
        LOW_PASS, HIGH_PASS, BAND_PASS
    }

    private final Shape shape;
    private final double q;
    private final int rate;
    private double b0;
    private double b1;
    private double b2;
    private double a1;
    private double a2;
    private double x1;
    private double x2;
    private double y1;
    private double y2;

    private Biquad(Shape shape, double hertz, double q, int rate) {
        this.shape = shape;
        this.q = q;
        this.rate = rate;
        tune(hertz);
    }

    /// Passes what lies below the corner; a `q` above 0.7 adds a resonance there.
    static Biquad lowPass(double hertz, double q, int rate) {
        return new Biquad(Shape.LOW_PASS, hertz, q, rate);
    }

    /// Passes what lies above the corner.
    static Biquad highPass(double hertz, double q, int rate) {
        return new Biquad(Shape.HIGH_PASS, hertz, q, rate);
    }

    /// Passes a band of width `hertz / q`, with gain 1 at its centre.
    static Biquad bandPass(double hertz, double q, int rate) {
        return new Biquad(Shape.BAND_PASS, hertz, q, rate);
    }

    /// Moves the corner or centre. Frequencies beyond what the rate can carry are pulled back below it.
    void tune(double hertz) {
        double turn = Math.min(hertz, 0.45 * rate) / rate;
        double sin = Oscillator.at(turn);
        double cos = Oscillator.at(turn + 0.25);
        double alpha = sin / (2 * q);
        double a0 = 1 + alpha;
        switch (shape) {
            case LOW_PASS -> numerator((1 - cos) / 2, 1 - cos, (1 - cos) / 2, a0);
            case HIGH_PASS -> numerator((1 + cos) / 2, -(1 + cos), (1 + cos) / 2, a0);
            case BAND_PASS -> numerator(alpha, 0, -alpha, a0);
        }
        a1 = -2 * cos / a0;
        a2 = (1 - alpha) / a0;
    }

    double step(double x) {
        double y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2;
        x2 = x1;
        x1 = x;
        y2 = y1;
        y1 = y;
        return y;
    }

    private void numerator(double first, double second, double third, double a0) {
        b0 = first / a0;
        b1 = second / a0;
        b2 = third / a0;
    }
}
