package earshot.experiments.synth;

import java.util.random.RandomGenerator;

/// An engine: one thump per ignition at a rate that idles or revs, cylinders a little unequal, through exhaust and body, with
/// mechanical noise on top.
final class Engine implements SoundKind {
    private static final int RETUNE = 64;

    @Override
    public String category() {
        return "engine";
    }

    @Override
    public void render(float[] out, int rate, RandomGenerator random) {
        double idle = Shapes.logUniform(18, 90, random);
        double rev = random.nextDouble() < 0.5 ? 1.15 : random.nextDouble(1.5, 3);
        var speed = new Curve(idle, idle * rev, random.nextDouble(0.4, 1.5), rate, random);
        double[] cylinders = random.doubles(4, 0.7, 1).toArray();
        double fall = Shapes.decay(random.nextDouble(0.003, 0.012), rate);
        var ignition = new Oscillator(rate, 0);
        double ratio = random.nextDouble(2, 6);
        var exhaust = Biquad.lowPass(ratio * idle, 2, rate);
        var body = Biquad.bandPass(random.nextDouble(300, 1200), 1.5, rate);
        double rattle = random.nextDouble(0.02, 0.25);
        double pressure = 0;
        int cylinder = 0;
        for (int i = 0; i < out.length; i++) {
            double hertz = speed.next();
            ignition.saw(hertz);
            if (ignition.wrapped(hertz)) {
                pressure += cylinders[cylinder++ % cylinders.length];
            }
            if (i % RETUNE == 0) {
                exhaust.tune(ratio * hertz);
            }
            double noise = Shapes.white(random);
            double burst = pressure * (1 + 0.5 * noise);
            out[i] += (float) (exhaust.step(burst) + 0.5 * body.step(burst) + rattle * pressure * noise);
            pressure *= fall;
        }
    }
}
