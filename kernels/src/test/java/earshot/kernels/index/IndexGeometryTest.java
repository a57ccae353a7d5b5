package earshot.kernels.index;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/// Geometry records of the family: what they merge and what they refuse.
class IndexGeometryTest {

    @Test
    void axesThatContinueEachOtherMerge() {
        int[] shape = {4, 1, 3, 5};
        int[] strides = CopyGeometry.strides(shape);
        assertArrayEquals(new int[]{15, 15, 5, 1}, strides);
        CopyGeometry whole = CopyGeometry.merged(shape, 0, strides, 0, strides);
        assertArrayEquals(new int[]{60}, whole.shape());
        CopyGeometry heads = CopyGeometry.merged(new int[]{2, 3, 4, 5}, 0, new int[]{60, 5, 15, 1}, 0,
                CopyGeometry.strides(2, 3, 4, 5));
        assertArrayEquals(new int[]{2, 3, 4, 5}, heads.shape());
        assertEquals(120, heads.size());
        assertEquals(0, CopyGeometry.merged(new int[]{2, 0}, 0, new int[]{1, 2}, 0, CopyGeometry.strides(2, 0)).size());
        assertArrayEquals(new int[]{1}, CopyGeometry.merged(new int[0], 2, new int[0], 3, new int[0]).shape());
    }

    @Test
    void wrongSizesAreNamed() {
        check("index: sizes must not be negative, got outer 1, size -2, count 3, inner 4", () -> new IndexGeometry(1, -2, 3, 4));
        check("copy: shape and strides must have one length of at least 1, got [2], [1, 1], [1]",
                () -> new CopyGeometry(new int[]{2}, 0, new int[]{1, 1}, 0, new int[]{1}));
        check("copy: need sizes >= 0 and no stride 0 in the target, got [2, 3] with strides [0, 1]",
                () -> new CopyGeometry(new int[]{2, 3}, 0, new int[]{3, 1}, 0, new int[]{0, 1}));
    }

    private static void check(String message, Executable action) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, action).getMessage());
    }
}
