package earshot.experiments.synth;

import java.util.random.RandomGenerator;

/// Rain: a steady hiss of far drops, and near drops that each ring for a few milliseconds at a pitch of their own.
final class Rain implements SoundKind {
    @Override
    public String category() {
        return "rain";
    }

    @Override
    public void render(float[] out, int rate, RandomGenerator random) {
        var low = Biquad.highPass(random.nextDouble(300, 1500), 0.7, rate);
        var high = Biquad.lowPass(random.nextDouble(4000, 12000), 0.7, rate);
        var strength = new Curve(0.7, 1.0, random.nextDouble(0.3, 1.5), rate, random);
        double hiss = random.nextDouble(0.05, 0.3);
        for (int i = 0; i < out.length; i++) {
            out[i] += (float) (hiss * strength.next() * high.step(low.step(Shapes.white(random))));
        }
        double dropsPerSecond = Shapes.logUniform(30, 250, random);
        int drops = (int) (dropsPerSecond * out.length / rate);
        for (int d = 0; d < drops; d++) {
            double loudness = random.nextDouble();
            Shapes.strike(out, random.nextInt(out.length), 0.5 * loudness * loudness * loudness,
                    Shapes.logUniform(1200, 7000, random),
                    random.nextDouble(0.001, 0.006), 0.4, rate, random);
        }
    }
}
