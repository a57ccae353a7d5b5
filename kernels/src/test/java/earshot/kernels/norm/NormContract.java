package earshot.kernels.norm;

import earshot.kernels.Storage;
import earshot.kernels.contract.Contract;
import earshot.kernels.contract.Shapes;
import earshot.kernels.contract.Tolerance;
import earshot.kernels.contract.Values;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every [NormKernels] must do.
@Domain(Shapes.class)
@Domain(DomainContext.Global.class)
public abstract class NormContract extends Contract {
    private static final BatchNormGeometry LARGE = new BatchNormGeometry(5003, 67, 1e-5);

    @Property(tries = 200)
    void statisticsAgreeWithTheReference(@ForAll BatchNormGeometry g, @ForAll Values v,
            @ForAll @IntRange(min = 0, max = 1000) int offset) {
        checkStatistics(g, x(g, v, offset));
    }

    @Property(tries = 200)
    void normalizeAgreesWithTheReference(@ForAll BatchNormGeometry g, @ForAll Values v) {
        NormOperands o = NormOperands.draw(g, v);
        agrees(Tolerance.NORM, 1, o.normalize(false), o.normalizeMagnitude(false));
        agrees(Tolerance.NORM, 1, o.normalize(true), o.normalizeMagnitude(false));
        agrees(Tolerance.NORM, 1, o.normalizeAdded(false), o.normalizeMagnitude(true));
        agrees(Tolerance.NORM, 1, o.normalizeAdded(true), o.normalizeMagnitude(true));
    }

    @Property(tries = 100)
    void foldAgreesWithTheReference(@ForAll BatchNormGeometry g, @ForAll Values v) {
        NormOperands o = NormOperands.draw(g, v);
        agrees(Tolerance.NORM, 1, o.fold(), o.foldMagnitude());
    }

    @Property(tries = 200)
    void backwardAgreesWithTheReference(@ForAll BatchNormGeometry g, @ForAll Values v) {
        checkBackward(NormOperands.draw(g, v));
    }

    @Property(tries = 200)
    void backwardFixedAgreesWithTheReference(@ForAll BatchNormGeometry g, @ForAll Values v) {
        checkBackwardFixed(NormOperands.draw(g, v));
    }

    @Property(tries = 20)
    void givesTheSameBitsWithAnyNumberOfThreads(@ForAll BatchNormGeometry g, @ForAll Values v) {
        checkBits(g, v);
    }

    @Test
    void largeBatchesAgreeAndGiveTheSameBits() {
        Values v = new Values(Values.Kind.NORMAL, 1);
        checkStatistics(LARGE, x(LARGE, v, 1000));
        checkBackward(NormOperands.draw(LARGE, v));
        checkBackwardFixed(NormOperands.draw(LARGE, v));
        checkBits(LARGE, v);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 130})
    void anOutlierCostsNoDigits(int row) {
        BatchNormGeometry g = new BatchNormGeometry(131, 17, 1e-5);
        double[] x = x(g, new Values(Values.Kind.NORMAL, 1), 0);
        Arrays.fill(x, row * 17, (row + 1) * 17, 1e4);
        checkStatistics(g, x);
    }

    /// The variance may suffer from the rounding of the mean, but only to second order: by {@code (6e-8 · mean)²}, not by
    /// {@code 6e-8 · mean²} as a difference of squares would.
    private void checkStatistics(BatchNormGeometry g, double[] x) {
        double[] magnitude = reference(statistics(g, x));
        double[] size = reference(statistics(g, Values.absolute(x)));
        for (int c = 0; c < g.channels(); c++) {
            magnitude[c] = size[c];
            magnitude[g.channels() + c] += 1e-7 * size[c] * size[c];
        }
        agrees(Tolerance.NORM, g.rows(), statistics(g, x), magnitude);
    }

    private void checkBackward(NormOperands o) {
        agrees(Tolerance.NORM, o.g().rows(), o.backward(false), o.backwardMagnitude());
        agrees(Tolerance.NORM, o.g().rows(), o.backward(true), o.backwardMagnitude());
    }

    private void checkBackwardFixed(NormOperands o) {
        agrees(Tolerance.NORM, o.g().rows(), o.backwardFixed(false), o.backwardFixedMagnitude());
        agrees(Tolerance.NORM, o.g().rows(), o.backwardFixed(true), o.backwardFixedMagnitude());
    }

    private void checkBits(BatchNormGeometry g, Values v) {
        NormOperands o = NormOperands.draw(g, v);
        sameBits(statistics(g, o.x()));
        sameBits(o.normalize(false));
        sameBits(o.normalizeAdded(false));
        sameBits(o.backward(false));
        sameBits(o.backwardFixed(false));
    }

    private static double[] x(BatchNormGeometry g, Values v, int offset) {
        return Values.rounded(Arrays.stream(v.draw("x", g.rows() * g.channels())).map(e -> e + offset).toArray());
    }

    /// Means, then variances.
    static Call statistics(BatchNormGeometry g, double[] x) {
        return (backend, buffers) -> {
            Storage mean = buffers.blank(g.channels());
            Storage var = buffers.blank(g.channels());
            backend.norm().statistics(g, buffers.of(x), mean, var);
            return buffers.read(mean, var);
        };
    }
}
