package earshot.experiments.synth;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Renders one clip: the sound itself, a room, a microphone's colour, a background and sometimes a second, fainter sound, all at a random
/// level. Without these, ten kinds of clean sound would be told apart by loudness alone.
final class SyntheticClip {
    private SyntheticClip() {
    }

    /// @param seed   seed of the data set
    /// @param kind   place of the kind in [SoundKind#ALL]
    /// @param number number of the clip within its kind, from 0
    /// @param frames length in samples
    /// @param rate   samples per second
    /// @return mono samples within -1 to 1; the same for the same arguments, whatever else is rendered before or beside
    static float[] render(long seed, int kind, int number, int frames, int rate) {
        RandomGenerator random = generator(seed, kind, number);
        var sound = new float[frames];
        SoundKind.ALL.get(kind).render(sound, rate, random);
        if (random.nextDouble() < 0.6) {
            echo(sound, random.nextDouble(0.1, 0.5), (int) (Shapes.logUniform(0.004, 0.06, random) * rate));
        }
        colour(sound, random.nextDouble(-0.7, 0.7), rate);
        scale(sound, 1 / Math.max(1e-6, rms(sound)));
        addBackground(sound, decibels(-random.nextDouble(3, 24)), rate, random);
        if (random.nextDouble() < 0.35) {
            int other = (kind + 1 + random.nextInt(SoundKind.ALL.size() - 1)) % SoundKind.ALL.size();
            addFragment(sound, SoundKind.ALL.get(other), decibels(-random.nextDouble(8, 18)), rate, random);
        }
        scale(sound, decibels(-random.nextDouble(0, 24)) / Math.max(1e-6, peak(sound)));
        return sound;
    }

    /// A generator of its own for every clip, so that clips can be rendered in any order. The three numbers are mixed one after the other:
    /// a plain sum would give clip 1 of one seed to clip 0 of the next.
    private static RandomGenerator generator(long seed, int kind, int number) {
        long mixed = new SplittableRandom(seed).nextLong() + kind;
        mixed = new SplittableRandom(mixed).nextLong() + number;
        return new SplittableRandom(new SplittableRandom(mixed).nextLong());
    }

    /// A wall that sends everything back once and again.
    private static void echo(float[] sound, double gain, int delay) {
        for (int i = delay; i < sound.length; i++) {
            sound[i] += (float) (gain * sound[i - delay]);
        }
    }

    /// Tilts the spectrum: adds (or, negative, takes away) what lies above a kilohertz.
    private static void colour(float[] sound, double tilt, int rate) {
        var bright = Biquad.highPass(1000, 0.5, rate);
        for (int i = 0; i < sound.length; i++) {
            sound[i] += (float) (tilt * bright.step(sound[i]));
        }
    }

    private static void addBackground(float[] sound, double level, int rate, RandomGenerator random) {
        var noise = new float[sound.length];
        var colour = Biquad.lowPass(Shapes.logUniform(150, 9000, random), 0.6, rate);
        var sway = new Curve(0.5, 1, random.nextDouble(0.5, 2), rate, random);
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) (sway.next() * colour.step(Shapes.white(random)));
        }
        scale(noise, level / Math.max(1e-6, rms(noise)));
        add(sound, noise, 0);
    }

    /// A second or so of another kind, somewhere in the clip.
    private static void addFragment(float[] sound, SoundKind kind, double level, int rate, RandomGenerator random) {
        var fragment = new float[Math.min(sound.length, (int) (random.nextDouble(0.5, 1.5) * rate))];
        kind.render(fragment, rate, random);
        scale(fragment, level / Math.max(1e-6, rms(fragment)));
        add(sound, fragment, random.nextInt(sound.length - fragment.length + 1));
    }

    private static void add(float[] sound, float[] more, int at) {
        for (int i = 0; i < more.length; i++) {
            sound[at + i] += more[i];
        }
    }

    private static void scale(float[] sound, double gain) {
        for (int i = 0; i < sound.length; i++) {
            sound[i] *= (float) gain;
        }
    }

    private static double rms(float[] sound) {
        double sum = 0;
        for (float x : sound) {
            sum += (double) x * x;
        }
        return Math.sqrt(sum / sound.length);
    }

    private static double peak(float[] sound) {
        float peak = 0;
        for (float x : sound) {
            peak = Math.max(peak, Math.abs(x));
        }
        return peak;
    }

    private static double decibels(double level) {
        return StrictMath.pow(10, level / 20);
    }
}
