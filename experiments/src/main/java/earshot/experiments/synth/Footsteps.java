package earshot.experiments.synth;

import java.util.random.RandomGenerator;

/// Footsteps: heel and sole of every step as two dull strikes, at a walking tempo that wavers, with gravel under some shoes.
final class Footsteps implements SoundKind {
    @Override
    public String category() {
        return "footsteps";
    }

    @Override
    public void render(float[] out, int rate, RandomGenerator random) {
        double period = random.nextDouble(0.3, 0.75);
        double pitch = Shapes.logUniform(90, 700, random);
        double hardness = random.nextDouble(0.3, 0.9);
        double gravel = random.nextDouble() < 0.5 ? random.nextDouble(0.1, 0.5) : 0;
        for (double at = random.nextDouble() * period; at * rate < out.length; at += period * random.nextDouble(0.9, 1.1)) {
            int heel = (int) (at * rate);
            int sole = heel + (int) (random.nextDouble(0.06, 0.12) * rate);
            double gain = random.nextDouble(0.6, 1);
            Shapes.strike(out, heel, gain, pitch * random.nextDouble(0.9, 1.1), random.nextDouble(0.008, 0.03), hardness, rate,
                    random);
            Shapes.strike(out, sole, 0.5 * gain, 1.6 * pitch * random.nextDouble(0.9, 1.1), random.nextDouble(0.01, 0.04),
                    hardness, rate, random);
            int grains = (int) (60 * gravel);
            for (int g = 0; g < grains; g++) {
                Shapes.strike(out, heel + random.nextInt((int) (0.15 * rate)), gravel * gain * random.nextDouble(0.5),
                        Shapes.logUniform(1500, 6000, random), 0.002, 0.9, rate, random);
            }
        }
    }
}
