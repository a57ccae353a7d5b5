package earshot.experiments.synth;

import java.util.random.RandomGenerator;

/// Birds: phrases of short whistles that glide up or down, some with a trill. A phrase keeps its melody when the bird repeats it.
final class BirdChirps implements SoundKind {
    /// One whistle of a phrase, times in seconds, pitches in hertz.
    private record Note(double from, double to, double length, double pause) {
    }

    @Override
    public String category() {
        return "bird_chirps";
    }

    @Override
    public void render(float[] out, int rate, RandomGenerator random) {
        int birds = 1 + random.nextInt(3);
        for (int b = 0; b < birds; b++) {
            sing(out, random.nextDouble(0.3, 1), rate, random);
        }
    }

    private static void sing(float[] out, double gain, int rate, RandomGenerator random) {
        double pitch = Shapes.logUniform(1800, 5500, random);
        double trill = random.nextDouble() < 0.4 ? random.nextDouble(15, 40) : 0;
        var phrase = new Note[1 + random.nextInt(6)];
        for (int n = 0; n < phrase.length; n++) {
            double start = pitch * random.nextDouble(0.75, 1.3);
            phrase[n] = new Note(start, start * random.nextDouble(0.7, 1.4), random.nextDouble(0.03, 0.2),
                    random.nextDouble(0.02, 0.12));
        }
        double at = random.nextDouble(0, 1.2);
        while (at * rate < out.length) {
            for (Note note : phrase) {
                whistle(out, (int) (at * rate), gain, note, trill, rate, random);
                at += note.length() + note.pause();
            }
            at += random.nextDouble(0.3, 1.6);
        }
    }

    private static void whistle(float[] out, int start, double gain, Note note, double trill, int rate, RandomGenerator random) {
        int length = (int) (note.length() * rate);
        var voice = new Oscillator(rate, random.nextDouble());
        var tremble = new Oscillator(rate, 0);
        for (int i = 0; i < length && start + i < out.length; i++) {
            double part = (double) i / length;
            double hertz = note.from() + (note.to() - note.from()) * part;
            double bend = trill > 0 ? 1 + 0.06 * tremble.sine(trill) : 1;
            out[start + i] += (float) (gain * Shapes.hump(part, 0.4) * voice.sine(hertz * bend));
        }
    }
}
