package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.kernels.Window;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// Random images with a window that fits over them.
record ImageOperands(Shape images, Window window, long seed) {

    /// @param pooling keeps padding within half a window
    static Arbitrary<ImageOperands> any(boolean pooling) {
        Arbitrary<Integer> pixels = Arbitraries.of(1, 2, 3, 5, 7, 9);
        Arbitrary<Shape> images = Combinators.combine(Arbitraries.of(1, 2), pixels, pixels, Arbitraries.of(1, 2, 3, 7, 8, 9, 17))
                .as((n, h, w, c) -> Shape.of(n, h, w, c));
        Arbitrary<Integer> size = Arbitraries.of(1, 2, 3, 5);
        Arbitrary<Integer> stride = Arbitraries.of(1, 2, 3);
        Arbitrary<Integer> pad = Arbitraries.of(0, 1, 2);
        return Combinators.combine(images, Combinators.combine(size, size, stride, stride, pad, pad).as(Window::new),
                OpProperties.seeds()).as(ImageOperands::new).filter(o -> o.fits(pooling));
    }

    /// The same with the taps of the window apart.
    ImageOperands dilated(int[] apart) {
        return new ImageOperands(images, window.dilated(apart[0], apart[1]), seed);
    }

    boolean fits(boolean pooling) {
        boolean covered = images.size(1) + 2 * window.padH() > window.dilationH() * (window.kh() - 1)
                && images.size(2) + 2 * window.padW() > window.dilationW() * (window.kw() - 1);
        return covered && (!pooling || window.padH() * 2 <= window.kh() && window.padW() * 2 <= window.kw());
    }
}
