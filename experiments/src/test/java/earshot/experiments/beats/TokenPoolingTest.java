package earshot.experiments.beats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.files.TensorData;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import org.junit.jupiter.api.Test;

/// From tokens to clips, and which tokens are padding.
class TokenPoolingTest {
    private final Backend backend = Backends.create("reference", 1);

    @Test
    void paddingHasNoSay() {
        try (var _ = Scope.open()) {
            Tensor x = Tensor.of(backend, Shape.of(2, 3, 2), 1, -2, 3, -4, 8, 0, -5, -6, -7, -8, 90, 90);
            Padding padding = Padding.of(TensorData.of(Shape.of(2, 3), 0, 0, 0, 0, 0, 1));
            assertArrayEquals(new double[]{4, -2, -6, -7}, TokenPooling.MEAN.apply(x, padding).doubles(), 1e-14);
            assertArrayEquals(new double[]{8, 0, -5, -6}, TokenPooling.MAX.apply(x, padding).doubles());
            assertArrayEquals(new double[]{4, -2, 8, 0, -6, -7, -5, -6}, TokenPooling.MEAN_MAX.apply(x, padding).doubles(),
                    1e-14);
            assertArrayEquals(new double[]{8, 0, 90, 90}, TokenPooling.MAX.apply(x, null).doubles());
            assertEquals(2, TokenPooling.MEAN_MAX.factor());
        }
    }

    @Test
    void aPieceIsPaddingIfAllOfItIs() {
        Padding samples = Padding.behind(11, 11, 5);
        assertArrayEquals(new boolean[][]{{false, false, false}, {false, false, true}}, samples.pieces(3).padded());
        assertEquals(2, samples.pieces(3).sound(1));
        assertEquals("padding: 11 positions cannot be cut into 12 pieces; leave the padding out, or give longer clips",
                assertThrows(IllegalArgumentException.class, () -> samples.pieces(12)).getMessage());
    }
}
