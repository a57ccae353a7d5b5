package earshot.audio.augment;

import java.util.random.RandomGenerator;

/// Bends a picture along time: a frame in its middle part is moved by a number of frames uniform in ±`maxFrames`, what is before it and
/// behind it is stretched or pressed evenly, values in between are interpolated. Source: Park et al., *SpecAugment*, 2019.
///
/// @param maxFrames greatest move, 0 for off; kept below half the picture
public record TimeWarp(int maxFrames) {

    public static final TimeWarp OFF = new TimeWarp(0);

    public TimeWarp {
        Ranges.require(maxFrames >= 0, "time warp", "at least 0 frames", maxFrames);
    }

    /// Bends in place; draws two numbers, also when off.
    public void apply(Image image, RandomGenerator random) {
        int frames = image.frames();
        int most = Math.min(maxFrames, (frames - 2) / 2);
        double place = random.nextDouble();
        double move = random.nextDouble();
        if (most < 1) {
            return;
        }
        int from = most + (int) (place * (frames - 2 * most));
        double to = Math.clamp(from + (2 * move - 1) * most, 0.5, frames - 1.5);
        float[] row = new float[frames];
        for (int at = 0; at < image.values().length; at += frames) {
            for (int t = 0; t < frames; t++) {
                double source = t < to ? t * from / to : from + (t - to) * (frames - 1 - from) / (frames - 1 - to);
                int left = Math.clamp((int) source, 0, frames - 2);
                double part = source - left;
                row[t] = (float) ((1 - part) * image.values()[at + left] + part * image.values()[at + left + 1]);
            }
            System.arraycopy(row, 0, image.values(), at, frames);
        }
    }
}
