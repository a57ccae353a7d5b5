package earshot.kernels.random;

import earshot.kernels.simd.Lanes;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// [Philox] for many blocks of one stream, a block in each lane of a vector. Not safe for use from several threads at once.
public final class SimdPhilox {
    private static final VectorSpecies<Long> S = VectorSpecies.of(long.class,
            VectorShape.forBitSize(Lanes.FLOATS.vectorBitSize()));
    private static final int L = S.length();
    private static final long WORD = 0xFFFFFFFFL;
    private static final LongVector NUMBERS = LongVector.zero(S).addIndex(1);

    /// Words 0 and 1 of each block, the first in the low half, and words 2 and 3.
    private final long[] first;
    private final long[] second;

    /// @param blocks most blocks at a time
    public SimdPhilox(int blocks) {
        first = new long[blocks + L];
        second = new long[blocks + L];
    }

    /// Makes the words of blocks {@code [from, from + count)}.
    public void fill(long seed, long stream, long from, int count) {
        for (int i = 0; i < count; i += L) {
            fill(seed, stream, from + i, first, second, i);
        }
    }

    /// A vector of blocks. That operands have only low halves is said anew before each product, for which the compiler then takes one
    /// instruction.
    private static void fill(long seed, long stream, long from, long[] first, long[] second, int at) {
        LongVector counter = NUMBERS.add(from);
        LongVector c0 = counter.and(WORD);
        LongVector c1 = counter.lanewise(VectorOperators.LSHR, 32);
        LongVector c2 = LongVector.broadcast(S, stream & WORD);
        LongVector c3 = LongVector.broadcast(S, stream >>> 32);
        LongVector m0 = LongVector.broadcast(S, Philox.M0).and(WORD);
        LongVector m1 = LongVector.broadcast(S, Philox.M1).and(WORD);
        int k0 = (int) seed;
        int k1 = (int) (seed >>> 32);
        for (int round = 0; round < Philox.ROUNDS; round++) {
            LongVector p0 = c0.and(WORD).mul(m0);
            LongVector p1 = c2.and(WORD).mul(m1);
            c0 = p1.lanewise(VectorOperators.LSHR, 32).lanewise(VectorOperators.XOR, c1)
                    .lanewise(VectorOperators.XOR, k0 & WORD);
            c1 = p1.and(WORD);
            c2 = p0.lanewise(VectorOperators.LSHR, 32).lanewise(VectorOperators.XOR, c3)
                    .lanewise(VectorOperators.XOR, k1 & WORD);
            c3 = p0.and(WORD);
            k0 += Philox.WEYL0;
            k1 += Philox.WEYL1;
        }
        c0.or(c1.lanewise(VectorOperators.LSHL, 32)).intoArray(first, at);
        c2.or(c3.lanewise(VectorOperators.LSHL, 32)).intoArray(second, at);
    }

    /// {@code one} where an element of the uniform stream is below {@code p}, else 0: as many elements as four for each block, from the first
    /// one on.
    ///
    /// @param n elements
    public void below(double p, float one, int n, float[] to, int at) {
        // In whole numbers: an element is below p where its 24 bits are below p · 2²⁴.
        int limit = (int) Math.ceil(p * 0x1p24);
        for (int i = 0; i < n / 4; i++) {
            int j = at + 4 * i;
            to[j] = (int) first[i] >>> 8 < limit ? one : 0;
            to[j + 1] = (int) (first[i] >>> 40) < limit ? one : 0;
            to[j + 2] = (int) second[i] >>> 8 < limit ? one : 0;
            to[j + 3] = (int) (second[i] >>> 40) < limit ? one : 0;
        }
        for (int i = n / 4 * 4; i < n; i++) {
            long words = (i % 4 < 2 ? first : second)[i / 4];
            to[at + i] = (int) (words >>> 32 * (i % 2)) >>> 8 < limit ? one : 0;
        }
    }
}
