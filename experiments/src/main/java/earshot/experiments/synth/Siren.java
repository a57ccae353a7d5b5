package earshot.experiments.synth;

import java.util.random.RandomGenerator;

/// A siren: a tone rich in harmonics that glides up and down (wail) or changes between two pitches (two-tone horn).
final class Siren implements SoundKind {
    @Override
    public String category() {
        return "siren";
    }

    @Override
    public void render(float[] out, int rate, RandomGenerator random) {
        boolean wail = random.nextDouble() < 0.65;
        double low = Shapes.logUniform(350, 800, random);
        double high = low * (wail ? random.nextDouble(1.6, 2.6) : random.nextDouble(1.2, 1.5));
        double swing = wail ? Shapes.logUniform(0.15, 4, random) : random.nextDouble(0.5, 1.5);
        var glide = new Oscillator(rate, random.nextDouble());
        var voice = new Oscillator(rate, random.nextDouble());
        var distance = new Curve(0.4, 1, random.nextDouble(1, 3), rate, random);
        var horn = Biquad.lowPass(random.nextDouble(1500, 5000), 0.8, rate);
        for (int i = 0; i < out.length; i++) {
            double place = wail ? 0.5 + 0.5 * glide.sine(swing) : 0.5 + 0.5 * glide.pulse(swing, 0.5);
            out[i] += (float) (distance.next() * horn.step(voice.saw(low + (high - low) * place)));
        }
    }
}
