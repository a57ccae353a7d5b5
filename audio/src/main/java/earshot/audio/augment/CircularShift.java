package earshot.audio.augment;

import java.util.random.RandomGenerator;

/// Turns a picture along time as if it were a ring: what leaves at one end comes in at the other. The shift is uniform over whole
/// frames in ±`maxFraction` of the picture's length.
///
/// @param maxFraction greatest shift as a part of the length, 0 (off) to 0.5 (any)
public record CircularShift(double maxFraction) {

    public static final CircularShift OFF = new CircularShift(0);
    /// Any shift is as likely as any other.
    public static final CircularShift ANY = new CircularShift(0.5);

    public CircularShift {
        if (!(maxFraction >= 0 && maxFraction <= 0.5)) {
            throw new IllegalArgumentException("circular shift: expected a fraction of 0 to 0.5, got " + maxFraction);
        }
    }

    /// Shifts in place; draws one number, also when off.
    public void apply(Image image, RandomGenerator random) {
        int most = (int) (maxFraction * image.frames());
        shift(image, Uniform.integer(-most, most, random));
    }

    /// Moves column t to `t + by`, modulo the length.
    static void shift(Image image, int by) {
        int frames = image.frames();
        int right = Math.floorMod(by, frames);
        if (right == 0) {
            return;
        }
        float[] row = new float[frames];
        for (int at = 0; at < image.values().length; at += frames) {
            System.arraycopy(image.values(), at, row, 0, frames);
            System.arraycopy(row, 0, image.values(), at + right, frames - right);
            System.arraycopy(row, frames - right, image.values(), at, right);
        }
    }
}
