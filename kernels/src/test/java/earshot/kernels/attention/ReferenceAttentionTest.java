package earshot.kernels.attention;

import static earshot.kernels.contract.CentralDifferences.assertGradient;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import earshot.kernels.Backend;
import earshot.kernels.contract.Values;
import earshot.kernels.reference.ReferenceBackend;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ReferenceAttentionTest extends AttentionContract {

    @Override
    protected Backend backend(int threads) {
        return ReferenceBackend.create();
    }

    @Test
    void agreesWithAHandComputedHead() {
        // Scores are 0 and ln 3, so the weights are 1/4 and 3/4; the second query's bias turns them round.
        AttentionGeometry g = AttentionGeometry.apart(1, 1, 2, 2, 1, 2);
        AttentionOperands o = new AttentionOperands(g, new double[]{1, 1}, new double[]{0, Math.log(3) / 2}, new double[]{8, 16},
                new double[]{0, 0, 2 * Math.log(3), 0}, null, new double[]{1, 0});
        assertArrayEquals(new double[]{14, 10, Math.log(3), 0.75, 2 * Math.log(3), 0.75}, tested(o.forward()), 1e-14);
        // dx = p · (v - y) = -1.5, 1.5
        double[] gradients = {2 * 1.5 * Math.log(3) / 2, 0, -3, 3, 0.25, 0.75, -1.5, 1.5, 0, 0};
        assertArrayEquals(gradients, tested(o.backward()), 1e-7); // the normalizer is rounded to float
    }

    @Test
    void gradientsAgreeWithCentralDifferences() {
        AttentionGeometry a = AttentionGeometry.apart(2, 2, 3, 4, 3, 0.6);
        AttentionGeometry g = new AttentionGeometry(2, 2, 3, 4, 3, a.q(), a.k(), a.v(), a.y(), 1, 2, 0.6,
                new AttentionDropout(0.3, 1, 2));
        AttentionOperands o = AttentionOperands.draw(g, new AttentionOperands.Parts(true, true),
                new Values(Values.Kind.NORMAL, 5));
        double[] gradients = tested(o.backward());
        int n = o.dy().length;
        assertGradient(at -> y(o.with(at, o.k(), o.v(), o.bias())), o.q(), o.dy(), Arrays.copyOf(gradients, n));
        int k = o.k().length;
        assertGradient(at -> y(o.with(o.q(), at, o.v(), o.bias())), o.k(), o.dy(), Arrays.copyOfRange(gradients, n, n + k));
        assertGradient(at -> y(o.with(o.q(), o.k(), at, o.bias())), o.v(), o.dy(),
                Arrays.copyOfRange(gradients, n + k, n + 2 * k));
        assertGradient(at -> y(o.with(o.q(), o.k(), o.v(), at)), o.bias(), o.dy(),
                Arrays.copyOfRange(gradients, n + 2 * k, gradients.length));
    }

    private double[] y(AttentionOperands o) {
        return Arrays.copyOf(tested(o.forward()), o.dy().length);
    }
}
