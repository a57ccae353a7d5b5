package earshot.kernels.random;

/// The counter-based generator Philox 4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3",
/// SC 2011). A 128-bit counter and a 64-bit key give four 32-bit words; there is no state, so any element of any stream can be
/// computed by itself.
public final class Philox {
    static final long M0 = 0xD2511F53L;
    static final long M1 = 0xCD9E8D57L;
    static final int WEYL0 = 0x9E3779B9;
    static final int WEYL1 = 0xBB67AE85;
    static final int ROUNDS = 10;

    private Philox() {
    }

    /// Encrypts one counter.
    ///
    /// @param c the counter's four words, least significant first; replaced by the four random words
    /// @param k0 low word of the key
    /// @param k1 high word of the key
    public static void block(int[] c, int k0, int k1) {
        for (int round = 0; round < ROUNDS; round++) {
            long p0 = M0 * (c[0] & 0xFFFFFFFFL);
            long p1 = M1 * (c[2] & 0xFFFFFFFFL);
            int c1 = c[1];
            int c3 = c[3];
            c[0] = (int) (p1 >>> 32) ^ c1 ^ k0;
            c[1] = (int) p1;
            c[2] = (int) (p0 >>> 32) ^ c3 ^ k1;
            c[3] = (int) p0;
            k0 += WEYL0;
            k1 += WEYL1;
        }
    }

    /// The four words of block {@code index} of a stream: the counter is {@code (index, stream)}, the key is {@code seed}.
    public static int[] block(long seed, long stream, long index) {
        int[] c = {(int) index, (int) (index >>> 32), (int) stream, (int) (stream >>> 32)};
        block(c, (int) seed, (int) (seed >>> 32));
        return c;
    }

    /// A word as a number in {@code [0, 1)} with 24 bits, exact in {@code float}: elements {@code 4 i … 4 i + 3} of a uniform
    /// stream are the words of block {@code i}.
    public static double uniform(int word) {
        return (word >>> 8) * 0x1p-24;
    }

    /// Two independent standard normal numbers from two words by Box and Muller's transform: {@code out[0] = r cos φ} and
    /// {@code out[1] = r sin φ} with {@code r = √(-2 ln u)}, {@code φ = 2 π v}. Elements {@code 4 i … 4 i + 3} of a normal stream
    /// come from the words of block {@code i}, two by two.
    public static void normal(int wordU, int wordV, double[] out, int at) {
        double u = ((wordU >>> 8) + 1) * 0x1p-24; // in (0, 1], so that the logarithm is finite
        double r = Math.sqrt(-2 * StrictMath.log(u));
        double phi = 2 * Math.PI * uniform(wordV);
        out[at] = r * StrictMath.cos(phi);
        out[at + 1] = r * StrictMath.sin(phi);
    }
}
