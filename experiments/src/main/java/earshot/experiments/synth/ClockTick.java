package earshot.experiments.synth;

import java.util.random.RandomGenerator;

/// A clock: short hard strikes at an even tempo, tick and tock a little apart in pitch and loudness.
final class ClockTick implements SoundKind {
    @Override
    public String category() {
        return "clock_tick";
    }

    @Override
    public void render(float[] out, int rate, RandomGenerator random) {
        double period = Shapes.logUniform(0.25, 1.0, random);
        double pitch = Shapes.logUniform(1200, 5000, random);
        double tock = random.nextDouble(0.75, 1.0);
        double ring = Shapes.logUniform(0.002, 0.012, random);
        double hardness = random.nextDouble(0.3, 0.8);
        boolean tick = random.nextBoolean();
        for (double at = random.nextDouble() * period; at * rate < out.length; at += period) {
            double shade = tick ? 1 : tock;
            int start = (int) (at * rate);
            Shapes.strike(out, start, shade, pitch * shade, ring, hardness, rate, random);
            // The escapement falls back a moment later.
            Shapes.strike(out, start + (int) (0.02 * rate), 0.4 * shade, 0.7 * pitch, ring, hardness, rate, random);
            tick = !tick;
        }
    }
}
