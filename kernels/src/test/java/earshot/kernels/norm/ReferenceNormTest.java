package earshot.kernels.norm;

import static earshot.kernels.contract.CentralDifferences.assertGradient;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import earshot.kernels.Backend;
import earshot.kernels.contract.Values;
import earshot.kernels.reference.ReferenceBackend;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ReferenceNormTest extends NormContract {
    private static final BatchNormGeometry G = new BatchNormGeometry(7, 3, 1e-5);
    private static final NormOperands O = NormOperands.draw(G, new Values(Values.Kind.NORMAL, 5));

    @Override
    protected Backend backend(int threads) {
        return ReferenceBackend.create();
    }

    @Test
    void agreesWithHandComputedChannels() {
        BatchNormGeometry g = new BatchNormGeometry(4, 2, 1);
        double[] x = {1, 10, 3, 10, 5, 10, 7, 10};
        double[] mean = {4, 10};
        double[] var = {5, 0};
        assertArrayEquals(new double[]{4, 10, 5, 0}, tested(statistics(g, x)));
        NormOperands o = new NormOperands(g, x, mean, new double[]{8, 0}, new double[]{3, 2}, new double[]{1, -1}, x);
        assertArrayEquals(new double[]{-2, -1, 0, -1, 2, -1, 4, -1}, tested(o.normalize(false)), 1e-15);
        NormOperands same = new NormOperands(g, x, mean, new double[]{3, 0}, new double[]{2, 1}, var, x);
        // invStd = 1/2 and 1; dx of the fixed statistics is dy · w · invStd
        double[] fixed = {1, 10, 3, 10, 5, 10, 7, 10, 10, 0, 16, 40};
        assertArrayEquals(fixed, tested(same.backwardFixed(false)), 1e-15);
        // dx of the batch's own: dy - 4 - x̂ · 10 / 4, with x̂ = -1.5, -0.5, 0.5, 1.5
        double[] own = {0.75, 0, 0.25, 0, -0.25, 0, -0.75, 0, 10, 0, 16, 40};
        assertArrayEquals(own, tested(same.backward(false)), 1e-15);
    }

    @Test
    void gradientsAgreeWithCentralDifferences() {
        double[] gradients = tested(batchStatistics(O.x()).backward(false));
        assertGradient(at -> tested(batchStatistics(at).normalize(false)), O.x(), O.dy(), Arrays.copyOf(gradients, 21));
        checkParameters(gradients);
    }

    @Test
    void gradientsWithFixedStatisticsAgreeWithCentralDifferences() {
        double[] gradients = tested(O.backwardFixed(false));
        assertGradient(at -> tested(with(at, O.mean(), O.var(), O.w(), O.b()).normalize(false)), O.x(), O.dy(),
                Arrays.copyOf(gradients, 21));
        checkParameters(gradients);
    }

    private void checkParameters(double[] gradients) {
        assertGradient(at -> tested(with(O.x(), O.mean(), O.var(), at, O.b()).normalize(false)), O.w(), O.dy(),
                Arrays.copyOfRange(gradients, 21, 24));
        assertGradient(at -> tested(with(O.x(), O.mean(), O.var(), O.w(), at).normalize(false)), O.b(), O.dy(),
                Arrays.copyOfRange(gradients, 24, 27));
    }

    /// The operands with {@code x} replaced, and the statistics by those of {@code x}.
    private NormOperands batchStatistics(double[] x) {
        double[] statistics = tested(statistics(G, x));
        return with(x, Arrays.copyOf(statistics, 3), Arrays.copyOfRange(statistics, 3, 6), O.w(), O.b());
    }

    private static NormOperands with(double[] x, double[] mean, double[] var, double[] w, double[] b) {
        return new NormOperands(G, x, mean, var, w, b, O.dy());
    }
}
