package earshot.kernels.random;

import java.util.random.RandomGenerator;

/// Java's generator interface over one stream of [Philox]: the words of block 0, block 1 and so on, two to a {@code long}, the first
/// one in the low half. Not thread-safe; make one for each stream instead.
public final class PhiloxGenerator implements RandomGenerator {
    private final long seed;
    private final long stream;
    private long index;
    private int[] words;

    /// @param seed the key
    /// @param stream high half of the counter: different streams of one seed are independent
    public PhiloxGenerator(long seed, long stream) {
        this.seed = seed;
        this.stream = stream;
    }

    @Override
    public long nextLong() {
        if (words == null) {
            words = Philox.block(seed, stream, index++);
            return words[0] & 0xFFFFFFFFL | (long) words[1] << 32;
        }
        long second = words[2] & 0xFFFFFFFFL | (long) words[3] << 32;
        words = null;
        return second;
    }
}
