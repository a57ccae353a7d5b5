package earshot.experiments.synth;

import java.util.random.RandomGenerator;

/// An alarm: steady electronic beeps, in groups of one to four, on one pitch or alternating between two.
final class AlarmBeep implements SoundKind {
    @Override
    public String category() {
        return "alarm_beep";
    }

    @Override
    public void render(float[] out, int rate, RandomGenerator random) {
        double pitch = Shapes.logUniform(600, 3500, random);
        double second = random.nextDouble() < 0.4 ? pitch * random.nextDouble(1.1, 1.6) : pitch;
        double length = Shapes.logUniform(0.05, 0.4, random);
        double gap = length * random.nextDouble(0.4, 1.2);
        int group = 1 + random.nextInt(4);
        double rest = random.nextDouble(0.2, 1.0);
        double edge = random.nextDouble();
        double at = random.nextDouble(0, 0.8);
        for (int beep = 0; at * rate < out.length; beep++) {
            beep(out, (int) (at * rate), (int) (length * rate), beep % 2 == 0 ? pitch : second, edge, rate);
            at += length + gap + ((beep + 1) % group == 0 ? rest : 0);
        }
    }

    /// A tone between a sine (edge 0) and a square (edge 1), with 3 ms ramps so that it does not click.
    private static void beep(float[] out, int start, int length, double hertz, double edge, int rate) {
        var tone = new Oscillator(rate, 0);
        var corners = new Oscillator(rate, 0);
        double ramp = 0.003 * rate;
        for (int i = 0; i < length && start + i < out.length; i++) {
            double gain = Math.min(1, Math.min(i, length - i) / ramp);
            out[start + i] += (float) (gain * ((1 - edge) * tone.sine(hertz) + 0.5 * edge * corners.pulse(hertz, 0.5)));
        }
    }
}
