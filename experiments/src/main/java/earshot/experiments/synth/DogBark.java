package earshot.experiments.synth;

import java.util.random.RandomGenerator;

/// A dog: barks of a fifth of a second, one by one or in pairs. A voice whose pitch rises and falls, rough with breath, through the
/// resonances of a throat.
final class DogBark implements SoundKind {
    @Override
    public String category() {
        return "dog_bark";
    }

    @Override
    public void render(float[] out, int rate, RandomGenerator random) {
        double size = random.nextDouble();
        double pitch = 600 * StrictMath.pow(0.3, size);
        double formant = 1500 * StrictMath.pow(0.45, size);
        double breath = random.nextDouble(0.2, 0.8);
        double at = random.nextDouble(0, 0.8);
        while (at * rate < out.length) {
            bark(out, (int) (at * rate), random.nextDouble(0.6, 1), pitch, formant, breath, rate, random);
            at += random.nextDouble() < 0.5 ? random.nextDouble(0.25, 0.4) : random.nextDouble(0.5, 1.8);
        }
    }

    private static void bark(float[] out, int start, double gain, double pitch, double formant, double breath, int rate,
            RandomGenerator random) {
        int length = (int) (random.nextDouble(0.1, 0.25) * rate);
        double peak = random.nextDouble(0.15, 0.4);
        double own = pitch * random.nextDouble(0.9, 1.1);
        var voice = new Oscillator(rate, random.nextDouble());
        var throat = Biquad.bandPass(formant, 2, rate);
        var mouth = Biquad.bandPass(2.3 * formant, 3, rate);
        for (int i = 0; i < length && start + i < out.length; i++) {
            double shape = Shapes.hump((double) i / length, peak);
            double source = voice.saw(own * (0.7 + 0.5 * shape)) + breath * Shapes.white(random);
            out[start + i] += (float) (gain * shape * (throat.step(source) + 0.6 * mouth.step(source)));
        }
    }
}
