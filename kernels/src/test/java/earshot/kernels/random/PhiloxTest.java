package earshot.kernels.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// [Philox] against the known answers for philox4x32-10 that its authors publish with Random123 (file {@code kat_vectors}).
class PhiloxTest {

    @Test
    void agreesWithPublishedAnswers() {
        check(new int[]{0, 0, 0, 0}, 0, 0, new int[]{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
        check(new int[]{-1, -1, -1, -1}, -1, -1, new int[]{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
        check(new int[]{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, 0xa4093822, 0x299f31d0,
                new int[]{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
    }

    @Test
    void seedIsTheKeyAndIndexAndStreamAreTheCounter() {
        int[] words = Philox.block(0x299f31d0a4093822L, 0x0370734413198a2eL, 0x85a308d3243f6a88L);
        assertArrayEquals(new int[]{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}, words);
    }

    @Test
    void uniformNumbersLieBelowOne() {
        assertEquals(0, Philox.uniform(0));
        assertEquals(0.5, Philox.uniform(0x80000000));
        assertEquals(1 - 0x1p-24, Philox.uniform(-1));
        assertTrue((float) Philox.uniform(-1) < 1);
    }

    @Test
    void normalNumbersAreFiniteAtBothEnds() {
        double[] out = new double[3];
        Philox.normal(0, 0, out, 1);
        assertArrayEquals(new double[]{0, Math.sqrt(48 * Math.log(2)), 0}, out, 1e-14);
        Philox.normal(-1, 0x40000000, out, 0);
        assertArrayEquals(new double[]{0, 0, 0}, out, 0.0);
        Philox.normal(0, 0x40000000, out, 0);
        assertEquals(Math.sqrt(48 * Math.log(2)), out[1], 1e-14);
    }

    private static void check(int[] counter, int k0, int k1, int[] words) {
        Philox.block(counter, k0, k1);
        assertArrayEquals(words, counter);
    }
}
