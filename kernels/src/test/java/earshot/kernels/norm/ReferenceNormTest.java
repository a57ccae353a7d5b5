package earshot.kernels.norm;

import static earshot.kernels.contract.CentralDifferences.assertGradient;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import earshot.kernels.Backend;
import earshot.kernels.contract.Values;
import earshot.kernels.elementwise.Activation;
import earshot.kernels.reference.ReferenceBackend;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReferenceNormTest extends NormContract {

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
        NormOperands o = new NormOperands(g, x, mean, new double[]{8, 0}, new double[]{3, 2}, new double[]{1, -1}, x, x);
        assertArrayEquals(new double[]{-2, -1, 0, -1, 2, -1, 4, -1}, tested(o.normalize(false)), 1e-15);
        assertArrayEquals(new double[]{-1, 9, 3, 9, 7, 9, 11, 9}, tested(o.normalizeAdded(false)), 1e-15);
        NormOperands same = new NormOperands(g, x, mean, new double[]{3, 0}, new double[]{2, 1}, var, x, x);
        // invStd = 1/2 and 1; dx of the fixed statistics is dy · w · invStd
        double[] fixed = {1, 10, 3, 10, 5, 10, 7, 10, 10, 0, 16, 40};
        assertArrayEquals(fixed, tested(same.backwardFixed(false)), 1e-15);
        // dx of the batch's own: dy - 4 - x̂ · 10 / 4, with x̂ = -1.5, -0.5, 0.5, 1.5
        double[] own = {0.75, 0, 0.25, 0, -0.25, 0, -0.75, 0, 10, 0, 16, 40};
        assertArrayEquals(own, tested(same.backward(false)), 1e-15);
    }

    @Test
    void aRectifierStopsWhatIsNotAboveZero() {
        BatchNormGeometry g = new BatchNormGeometry(4, 1, 0, Activation.RELU);
        double[] x = {-2, 0, 1, 2};
        NormOperands o = new NormOperands(g, x, new double[]{0}, new double[]{1}, new double[]{2}, new double[]{-1},
                new double[]{6, 0, 0, -4}, new double[]{5, 6, 7, 8});
        assertArrayEquals(new double[]{0, 0, 1, 3}, tested(o.normalize(false)));
        assertArrayEquals(new double[]{1, 0, 1, 0}, tested(o.normalizeAdded(false)));
        assertArrayEquals(new double[]{0, 0, 14, 16, 7 + 16, 15}, tested(o.backwardFixed(false)));
    }

    @ParameterizedTest
    @EnumSource
    void gradientsAgreeWithCentralDifferences(Activation activation) {
        NormOperands o = operands(activation);
        double[] gradients = tested(batchStatistics(o, o.x()).backward(false));
        assertGradient(at -> tested(batchStatistics(o, at).normalize(false)), o.x(), o.dy(), Arrays.copyOf(gradients, 21));
        checkParameters(o, gradients);
    }

    @ParameterizedTest
    @EnumSource
    void gradientsWithFixedStatisticsAgreeWithCentralDifferences(Activation activation) {
        NormOperands o = operands(activation);
        double[] gradients = tested(o.backwardFixed(false));
        assertGradient(at -> tested(with(o, at, o.mean(), o.var(), o.w(), o.b()).normalize(false)), o.x(), o.dy(),
                Arrays.copyOf(gradients, 21));
        checkParameters(o, gradients);
    }

    private static NormOperands operands(Activation activation) {
        return NormOperands.draw(new BatchNormGeometry(7, 3, 1e-5, activation), new Values(Values.Kind.NORMAL, 5));
    }

    private void checkParameters(NormOperands o, double[] gradients) {
        assertGradient(at -> tested(with(o, o.x(), o.mean(), o.var(), at, o.b()).normalize(false)), o.w(), o.dy(),
                Arrays.copyOfRange(gradients, 21, 24));
        assertGradient(at -> tested(with(o, o.x(), o.mean(), o.var(), o.w(), at).normalize(false)), o.b(), o.dy(),
                Arrays.copyOfRange(gradients, 24, 27));
    }

    /// The operands with {@code x} replaced, and the statistics by those of {@code x}.
    private NormOperands batchStatistics(NormOperands o, double[] x) {
        double[] statistics = tested(statistics(o.g(), x));
        return with(o, x, Arrays.copyOf(statistics, 3), Arrays.copyOfRange(statistics, 3, 6), o.w(), o.b());
    }

    private static NormOperands with(NormOperands o, double[] x, double[] mean, double[] var, double[] w, double[] b) {
        return new NormOperands(o.g(), x, mean, var, w, b, o.r(), o.dy());
    }
}
