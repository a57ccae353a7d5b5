package earshot.experiments.masked;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import earshot.experiments.ExperimentException;
import earshot.kernels.random.PhiloxGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// [Masking]: how many, which, and what is refused.
class MaskingTest {

    @Test
    void twoFifthsOf104PatchesAre42() {
        assertEquals(42, new Masking(0.4).hidden(104));
        assertEquals(42, count(new Masking(0.4).draw(104, new PhiloxGenerator(0, 0))));
    }

    private static int count(boolean[] masked) {
        int count = 0;
        for (boolean m : masked) {
            count += m ? 1 : 0;
        }
        return count;
    }

    /// Over many draws every patch is hidden about as often, and every pair.
    @Test
    void everyPatchIsHiddenAsOften() {
        int draws = 20_000;
        int[] alone = new int[6];
        int[][] pairs = new int[6][6];
        for (int d = 0; d < draws; d++) {
            boolean[] masked = new Masking(0.5).draw(6, new PhiloxGenerator(1, d));
            assertEquals(3, count(masked));
            for (int i = 0; i < 6; i++) {
                alone[i] += masked[i] ? 1 : 0;
                for (int j = 0; j < i; j++) {
                    pairs[i][j] += masked[i] && masked[j] ? 1 : 0;
                }
            }
        }
        // Five standard deviations.
        for (int i = 0; i < 6; i++) {
            assertEquals(0.5 * draws, alone[i], 5 * Math.sqrt(0.25 * draws));
            for (int j = 0; j < i; j++) {
                assertEquals(0.2 * draws, pairs[i][j], 5 * Math.sqrt(0.16 * draws));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -0.1, 1.5, Double.NaN})
    void nothingAndAllAreNoShare(double share) {
        assertEquals("configuration: pretraining.mask: expected above 0 and below 1, got " + share,
                assertThrows(ExperimentException.class, () -> new Masking(share)).getMessage());
    }

    @Test
    void aShareThatHidesNothingOrLeavesNothingIsRefused() {
        for (double share : new double[]{0.01, 0.99}) {
            assertEquals("configuration: pretraining.mask: expected 0.0625 to 0.9375, which hides at least one of a picture's 8"
                    + " patches and leaves one, got " + share,
                    assertThrows(ExperimentException.class, () -> new Masking(share).require(8)).getMessage());
        }
        new Masking(0.07).require(8);
        new Masking(0.93).require(8);
    }
}
