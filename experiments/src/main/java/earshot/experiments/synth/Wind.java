package earshot.experiments.synth;

import java.util.random.RandomGenerator;

/// Wind: noise through a resonance whose pitch and loudness rise and fall together in gusts.
final class Wind implements SoundKind {
    /// Samples between two retunings of the filter: often enough to be smooth, seldom enough to be cheap.
    private static final int RETUNE = 64;

    @Override
    public String category() {
        return "wind";
    }

    @Override
    public void render(float[] out, int rate, RandomGenerator random) {
        double base = Shapes.logUniform(150, 600, random);
        var gust = new Curve(0, 1, random.nextDouble(0.3, 1.2), rate, random);
        var howl = Biquad.bandPass(base, random.nextDouble(1.0, 5.0), rate);
        var rumble = Biquad.lowPass(random.nextDouble(80, 250), 0.7, rate);
        double air = random.nextDouble(0.02, 0.15);
        for (int i = 0; i < out.length; i++) {
            double strength = gust.next();
            if (i % RETUNE == 0) {
                howl.tune(base * (1 + 2 * strength));
            }
            double noise = Shapes.white(random);
            out[i] += (float) ((0.15 + strength * strength) * (howl.step(noise) + 2 * rumble.step(noise) + air * noise));
        }
    }
}
