package earshot.kernels.index;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import earshot.kernels.Backend;
import earshot.kernels.reference.ReferenceBackend;
import org.junit.jupiter.api.Test;

class ReferenceIndexTest extends IndexContract {
    private static final double[] X = {1, 2, 3, 4, 5, 6};

    @Override
    protected Backend backend(int threads) {
        return ReferenceBackend.create();
    }

    @Test
    void transposesReversesAndRepeats() {
        assertArrayEquals(new double[]{1, 4, 2, 5, 3, 6},
                copied(new CopyGeometry(new int[]{3, 2}, 0, new int[]{1, 3}, 0, new int[]{2, 1})));
        assertArrayEquals(new double[]{6, 5, 4, 3, 2, 1},
                copied(new CopyGeometry(new int[]{6}, 5, new int[]{-1}, 0, new int[]{1})));
        assertArrayEquals(new double[]{0, 2, 2, 2, 0, 0},
                copied(new CopyGeometry(new int[]{3}, 1, new int[]{0}, 1, new int[]{1})));
    }

    @Test
    void takesAndAddsRows() {
        IndexGeometry g = new IndexGeometry(1, 3, 4, 2);
        assertArrayEquals(new double[]{5, 6, 1, 2, 5, 6, 5, 6}, tested((backend, buffers) -> {
            var y = buffers.blank(8);
            backend.index().take(g, buffers.of(X), buffers.ofInts(2, 0, 2, 2), y);
            return buffers.read(y);
        }));
        assertArrayEquals(new double[]{13, 14, 0, 0, 111, 222}, tested((backend, buffers) -> {
            var x = buffers.of(10, 10, 0, 0, 100, 210);
            backend.index().addAt(g, buffers.of(1, 2, 3, 4, 3, 4, 7, 6), buffers.ofInts(2, 0, 2, 2), x);
            return buffers.read(x);
        }));
    }

    @Test
    void gathersAndScattersElements() {
        IndexGeometry g = new IndexGeometry(1, 3, 2, 2);
        assertArrayEquals(new double[]{5, 2, 1, 2}, tested((backend, buffers) -> {
            var y = buffers.blank(4);
            backend.index().gather(g, buffers.of(X), buffers.ofInts(2, 0, 0, 0), y);
            return buffers.read(y);
        }));
        assertArrayEquals(new double[]{4, 9, 3, 4, 7, 6}, tested((backend, buffers) -> {
            var x = buffers.of(X);
            backend.index().scatterAdd(g, buffers.of(2, 3, 3, 4), buffers.ofInts(2, 0, 0, 0), x);
            return buffers.read(x);
        }));
    }

    private double[] copied(CopyGeometry g) {
        return tested((backend, buffers) -> {
            var y = buffers.of(new double[6]);
            backend.index().copy(g, buffers.of(X), y);
            return buffers.read(y);
        });
    }
}
