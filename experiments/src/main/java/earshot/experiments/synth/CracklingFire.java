package earshot.experiments.synth;

import java.util.random.RandomGenerator;

/// A fire: a soft low roar, and crackles that come in clusters, some of them loud snaps.
final class CracklingFire implements SoundKind {
    @Override
    public String category() {
        return "crackling_fire";
    }

    @Override
    public void render(float[] out, int rate, RandomGenerator random) {
        var roar = Biquad.lowPass(random.nextDouble(150, 700), 0.7, rate);
        var draught = new Curve(0.3, 1, random.nextDouble(0.1, 0.5), rate, random);
        double level = random.nextDouble(0.05, 0.5);
        for (int i = 0; i < out.length; i++) {
            out[i] += (float) (level * draught.next() * roar.step(Shapes.white(random)));
        }
        int clusters = (int) (Shapes.logUniform(2, 12, random) * out.length / rate);
        for (int c = 0; c < clusters; c++) {
            int at = random.nextInt(out.length);
            int crackles = 1 + random.nextInt(8);
            for (int k = 0; k < crackles; k++) {
                double loudness = random.nextDouble();
                Shapes.strike(out, at, 0.1 + 0.9 * loudness * loudness * loudness, Shapes.logUniform(800, 6000, random),
                        Shapes.logUniform(0.0005, 0.006, random), 0.85, rate, random);
                at += (int) (Shapes.logUniform(0.004, 0.08, random) * rate);
            }
        }
    }
}
