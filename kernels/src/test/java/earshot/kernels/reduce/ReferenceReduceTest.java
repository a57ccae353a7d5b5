package earshot.kernels.reduce;

import static earshot.kernels.contract.CentralDifferences.dot;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import earshot.kernels.Backend;
import earshot.kernels.contract.Rounding;
import earshot.kernels.contract.Values;
import earshot.kernels.reference.ReferenceBackend;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ReferenceReduceTest extends ReduceContract {

    @Override
    protected Backend backend(int threads) {
        return ReferenceBackend.create();
    }

    @Test
    void agreesWithHandComputedSums() {
        double[] x = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
        assertArrayEquals(new double[]{9, 12, 27, 30}, tested(sum(new Reduction(2, 3, 2), 1, x)));
        assertArrayEquals(new double[]{3, 7.5, 12, 16.5}, tested(sum(new Reduction(4, 3, 1), 0.5, x)));
        assertArrayEquals(new double[]{0, 0}, tested(sum(new Reduction(1, 0, 2), 1, new double[0])));
        assertArrayEquals(new double[]{2, 4, 2, 4, 6, 8, 6, 8},
                tested(expand(new Reduction(2, 2, 2), 2, new double[]{1, 2, 3, 4})));
    }

    @Test
    void agreesWithHandComputedMaxima() {
        double[] x = {1, 6, 5, 6, 2, 6};
        assertArrayEquals(new double[]{6, 1}, tested(max(new Reduction(1, 6, 1), x)));
        assertArrayEquals(new double[]{5, 6, 1, 0}, tested(max(new Reduction(1, 3, 2), x)));
        assertArrayEquals(new double[]{6, 6, 1, 0}, tested(max(new Reduction(2, 3, 1), x)));
        double[] withNan = {3, Double.NaN, 4, Double.NaN};
        assertArrayEquals(new double[]{Double.NaN, 1}, tested(max(new Reduction(1, 4, 1), withNan)));
    }

    @Property(tries = 50)
    void expandIsTheAdjointOfSum(@ForAll Reduction g, @ForAll Values v) {
        double[] x = x(g, v);
        double[] y = y(g, v);
        double size = dot(tested(sum(g, 0.5, Values.absolute(x))), Values.absolute(y));
        assertEquals(dot(tested(sum(g, 0.5, x)), y), dot(x, tested(expand(g, 0.5, y))),
                Rounding.bound(x.length + y.length, size));
    }
}
