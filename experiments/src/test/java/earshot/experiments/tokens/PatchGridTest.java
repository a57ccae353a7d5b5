package earshot.experiments.tokens;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import earshot.experiments.ExperimentException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// [PatchGrid]: order of the patches, what is left out, what is refused.
class PatchGridTest {

    @Test
    void fiveSecondsGiveEightTimesThirteenPatches() {
        PatchGrid grid = new PatchGrid(128, 216, 16);
        assertEquals(8, grid.rows());
        assertEquals(13, grid.columns());
        assertEquals(104, grid.count());
        assertEquals(208, grid.covered(), "the last eight frames fill no patch");
    }

    /// A picture of 4 mels and 7 frames in patches of 2: columns first, and the last frame in none.
    @Test
    void patchesRunTimeMajor() {
        PatchGrid grid = new PatchGrid(4, 7, 2);
        float[] picture = new float[4 * 7];
        for (int mel = 0; mel < 4; mel++) {
            for (int frame = 0; frame < 7; frame++) {
                picture[mel * 7 + frame] = 10 * mel + frame;
            }
        }
        float[] expected = {0, 1, 10, 11, /* above it */ 20, 21, 30, 31, /* next column */ 2, 3, 12, 13, 22, 23, 32, 33, 4, 5, 14,
                15, 24, 25, 34, 35};
        assertArrayEquals(expected, grid.cut(List.of(picture)));
        float[] two = grid.cut(List.of(new float[28], picture));
        assertArrayEquals(expected, Arrays.copyOfRange(two, 24, 48));
    }

    @Test
    void patchesThatDoNotFitAreRefusedWithThoseThatDo() {
        for (int size : new int[]{0, -16, 5, 12, 16}) {
            assertEquals(
                    "patches: expected a side that fits pictures of 24 mels x 8 frames, one of 1, 2, 3, 4, 6, 8, got " + size,
                    assertThrows(ExperimentException.class, () -> new PatchGrid(24, 8, size)).getMessage());
        }
        assertEquals(3, new PatchGrid(24, 8, 8).count());
    }
}
