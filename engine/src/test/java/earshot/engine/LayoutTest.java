package earshot.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// The conversion to PyTorch's order of axes and back.
class LayoutTest {

    @Provide
    Arbitrary<Shape> shapes() {
        return Arbitraries.integers().between(0, 6).array(int[].class).ofSize(4).map(Shape::of);
    }

    @Property(tries = 200)
    void thereAndBackIsTheSame(@ForAll Layout layout, @ForAll("shapes") Shape four, @ForAll long seed) {
        Shape ours = switch (layout) {
            case PLAIN, IMAGE, CONV_WEIGHT -> four;
            case SEQUENCE, CONV1D_WEIGHT -> Shape.of(four.size(0), four.size(1), four.size(2));
        };
        double[] values = new Random(seed).doubles(ours.count()).toArray();
        Shape torch = layout.toTorch(ours);
        assertEquals(ours, layout.fromTorch(torch));
        assertArrayEquals(values, layout.fromTorch(layout.toTorch(values, ours), torch));
    }

    @Example
    void imagesAreTurnedChannelsLast() {
        float[] nchw = {1, 2, 3, 4, 10, 20, 30, 40}; // two channels of 2 x 2
        assertArrayEquals(new float[]{1, 10, 2, 20, 3, 30, 4, 40}, Layout.IMAGE.fromTorch(nchw, Shape.of(1, 2, 2, 2)));
        assertEquals(Shape.of(8, 128, 431, 3), Layout.IMAGE.fromTorch(Shape.of(8, 3, 128, 431)));
        assertEquals(Shape.of(7, 7, 1, 64), Layout.CONV_WEIGHT.fromTorch(Shape.of(64, 1, 7, 7)));
    }

    @Example
    void sequencesAreTurnedChannelsLast() {
        float[] nct = {1, 2, 3, 10, 20, 30}; // two channels of 3 steps
        assertArrayEquals(new float[]{1, 10, 2, 20, 3, 30}, Layout.SEQUENCE.fromTorch(nct, Shape.of(1, 2, 3)));
        float[] ock = {1, 2, 10, 20, 100, 200}; // three outputs, one input, two taps
        assertArrayEquals(new float[]{1, 10, 100, 2, 20, 200}, Layout.CONV1D_WEIGHT.fromTorch(ock, Shape.of(3, 1, 2)));
        assertEquals(Shape.of(128, 48, 768), Layout.CONV1D_WEIGHT.fromTorch(Shape.of(768, 48, 128)));
    }
}
