package earshot.kernels.softmax;

import static earshot.kernels.contract.CentralDifferences.assertGradient;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import earshot.kernels.Backend;
import earshot.kernels.contract.Values;
import earshot.kernels.reference.ReferenceBackend;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ReferenceSoftmaxTest extends SoftmaxContract {
    private static final SoftmaxGeometry G = new SoftmaxGeometry(3, 5);
    private static final Values V = new Values(Values.Kind.NORMAL, 11);

    @Override
    protected Backend backend(int threads) {
        return ReferenceBackend.create();
    }

    @Test
    void agreesWithHandComputedRows() {
        SoftmaxGeometry g = new SoftmaxGeometry(2, 2);
        double[] x = {0, Math.log(3), 1000, 1000};
        double[] p = {0.25, 0.75, 0.5, 0.5};
        double[] target = {1, 0, 0.5, 0.5};
        assertArrayEquals(p, tested(softmax(g, x, false)), 1e-15);
        double[] pAndLoss = {0.25, 0.75, 0.5, 0.5, Math.log(4), Math.log(2)};
        assertArrayEquals(pAndLoss, tested(crossEntropy(g, x, target)), 1e-15);
        double[] dx = {2 * -0.75, 2 * 0.75, 0, 0};
        assertArrayEquals(dx, tested(crossEntropyBackward(g, p, target, new double[]{2, 3}, false)), 1e-15);
        assertArrayEquals(new double[]{-0.1875, 0.1875, 0, 0},
                tested(softmaxBackward(g, p, new double[]{0, 1, 1, 1}, false)), 1e-15);
    }

    @Test
    void lossStaysFiniteWhereTheProbabilityUnderflows() {
        SoftmaxGeometry g = new SoftmaxGeometry(1, 2);
        double[] pAndLoss = {1, 0, 2000};
        assertArrayEquals(pAndLoss, tested(crossEntropy(g, new double[]{1000, -1000}, new double[]{0, 1})));
    }

    @Test
    void gradientAgreesWithCentralDifferences() {
        double[] x = x(G, V);
        double[] dy = V.draw("dy", x.length);
        double[] dx = tested(softmaxBackward(G, tested(softmax(G, x, false)), dy, false));
        assertGradient(at -> tested(softmax(G, at, false)), x, dy, dx);
    }

    @Test
    void logSoftmaxIsTheLogarithmAndItsGradientAgrees() {
        double[] x = x(G, V);
        double[] log = Arrays.stream(tested(softmax(G, x, false))).map(Math::log).toArray();
        assertArrayEquals(log, tested(logSoftmax(G, x, false)), 1e-14);
        double[] dy = V.draw("dy", x.length);
        assertGradient(at -> tested(logSoftmax(G, at, false)), x, dy, tested(logSoftmaxBackward(G, log, dy, false)));
        double[] far = {1000, 0, -1000};
        assertArrayEquals(new double[]{0, -1000, -2000}, tested(logSoftmax(new SoftmaxGeometry(1, 3), far, false)));
    }

    @Test
    void crossEntropyGradientAgreesWithCentralDifferences() {
        double[] x = x(G, V);
        double[] dloss = V.draw("dloss", G.rows());
        double[] target = V.draw("target", x.length); // not even a distribution: the formula holds for any weights
        double[] p = tested(softmax(G, x, false));
        double[] dx = tested(crossEntropyBackward(G, p, target, dloss, false));
        assertGradient(at -> Arrays.copyOfRange(tested(crossEntropy(G, at, target)), x.length, x.length + G.rows()), x, dloss,
                dx);
    }
}
