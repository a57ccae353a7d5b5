package earshot.experiments.simclr;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Cuts stretches out of a recording at random places where something sounds. Many recordings of ESC-50 are a short sound and silence
/// behind it: stretches of nothing but silence would be pairs that nobody can tell apart.
final class SoundingCrop {
    /// Blocks in a second.
    private static final int BLOCKS = 20;
    /// A block sounds if its power is at least this part of the loudest one's, -40 dB.
    private static final double AUDIBLE = 1e-4;

    private final float[] recording;
    private final int length;
    private final int block;
    private final int[] sounding;

    /// @param recording at least one sample
    /// @param length    samples of a stretch; shorter recordings are padded with silence behind
    /// @param rate      samples in a second
    SoundingCrop(float[] recording, int length, int rate) {
        this.recording = recording;
        this.length = length;
        this.block = Math.max(1, rate / BLOCKS);
        double[] powers = IntStream.range(0, (recording.length + block - 1) / block).mapToDouble(this::power).toArray();
        double loudest = Arrays.stream(powers).max().orElse(0);
        this.sounding = IntStream.range(0, powers.length).filter(i -> powers[i] >= AUDIBLE * loudest).toArray();
    }

    private double power(int number) {
        double sum = 0;
        for (int i = number * block; i < Math.min(recording.length, (number + 1) * block); i++) {
            sum += (double) recording[i] * recording[i];
        }
        return sum;
    }

    /// A stretch that holds the middle of a random block that sounds, at a random place of the stretch.
    float[] apply(RandomGenerator random) {
        int middle = Math.min(recording.length - 1, sounding[random.nextInt(sounding.length)] * block + block / 2);
        int before = random.nextInt(length);
        int from = Math.clamp(middle - before, 0, Math.max(0, recording.length - length));
        return Arrays.copyOfRange(recording, from, from + length);
    }
}
