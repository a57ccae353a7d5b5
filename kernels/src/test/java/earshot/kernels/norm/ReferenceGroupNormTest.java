package earshot.kernels.norm;

import static earshot.kernels.contract.CentralDifferences.assertGradient;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import earshot.kernels.Backend;
import earshot.kernels.contract.Values;
import earshot.kernels.reference.ReferenceBackend;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ReferenceGroupNormTest extends GroupNormContract {

    @Override
    protected Backend backend(int threads) {
        return ReferenceBackend.create();
    }

    @Test
    void agreesWithHandComputedGroups() {
        // One item, two positions, two groups of two channels: the groups hold 0 2 4 6 (mean 3, variance 5) and 1 1 1 1.
        GroupNormGeometry g = new GroupNormGeometry(1, 2, 2, 2, 4);
        double[] x = {0, 2, 1, 1, 4, 6, 1, 1};
        GroupNormOperands o = new GroupNormOperands(g, x, new double[]{3, 3, 1, 2}, new double[]{0, 1, 5, 6}, x);
        assertArrayEquals(new double[]{-3, 0, 5, 6, 1, 4, 5, 6}, tested(o.forward(false)), 1e-15);
        assertArrayEquals(new double[]{-1, -1.0 / 3, 0, 0, 1.0 / 3, 1, 0, 0}, tested(o.withoutAffine().forward(false)), 1e-15);
    }

    @Test
    void gradientsAgreeWithCentralDifferences() {
        for (GroupNormGeometry g : new GroupNormGeometry[]{GroupNormGeometry.layer(3, 7, 1e-5),
                new GroupNormGeometry(2, 3, 2, 3, 1e-5)}) {
            GroupNormOperands o = GroupNormOperands.draw(g, new Values(Values.Kind.NORMAL, 5), 0);
            int n = o.x().length;
            int c = g.channels();
            double[] gradients = tested(o.backward(false));
            assertGradient(at -> tested(new GroupNormOperands(g, at, o.w(), o.b(), o.dy()).forward(false)), o.x(), o.dy(),
                    Arrays.copyOf(gradients, n));
            assertGradient(at -> tested(new GroupNormOperands(g, o.x(), at, o.b(), o.dy()).forward(false)), o.w(), o.dy(),
                    Arrays.copyOfRange(gradients, n, n + c));
            assertGradient(at -> tested(new GroupNormOperands(g, o.x(), o.w(), at, o.dy()).forward(false)), o.b(), o.dy(),
                    Arrays.copyOfRange(gradients, n + c, n + 2 * c));
        }
    }
}
