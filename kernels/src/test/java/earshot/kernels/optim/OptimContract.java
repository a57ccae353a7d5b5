package earshot.kernels.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import earshot.kernels.Backend;
import earshot.kernels.Storage;
import earshot.kernels.contract.Buffers;
import earshot.kernels.contract.Contract;
import earshot.kernels.contract.Shapes;
import earshot.kernels.contract.Tolerance;
import earshot.kernels.contract.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.Test;

/// What every [OptimKernels] must do.
@Domain(Shapes.class)
@Domain(DomainContext.Global.class)
public abstract class OptimContract extends Contract {

    @Property(tries = 300)
    void adamWAgreesWithTheReference(@ForAll Shapes.Length length, @ForAll AdamWStep s, @ForAll Values v) {
        int n = length.n();
        double[] w = v.draw("w", n);
        double[] dw = v.draw("dw", n);
        double[] m = v.draw("m", n);
        double[] variance = Values.absolute(v.draw("v", n));
        double[] magnitude = reference(adamW(s, w, dw, m, variance));
        double correction1 = 1 - Math.pow(s.beta1(), s.step());
        double correction2 = 1 - Math.pow(s.beta2(), s.step());
        for (int i = 0; i < n; i++) {
            double sizeOfM = s.beta1() * Math.abs(m[i]) + (1 - s.beta1()) * Math.abs(dw[i]);
            double deviation = Math.sqrt(magnitude[2 * n + i] / correction2) + s.eps();
            magnitude[i] = Math.abs(w[i]) + s.lr() / correction1 * sizeOfM / deviation;
            magnitude[n + i] = sizeOfM;
        }
        agrees(Tolerance.OPTIM, 1, adamW(s, w, dw, m, variance), magnitude);
    }

    @Property(tries = 300)
    void sgdAgreesWithTheReference(@ForAll Shapes.Length length, @ForAll SgdStep s, @ForAll Values v) {
        int n = length.n();
        double[] w = v.draw("w", n);
        double[] dw = v.draw("dw", n);
        double[] velocity = v.draw("v", n);
        double[] magnitude = new double[2 * n];
        for (int i = 0; i < n; i++) {
            double sizeOfD = Math.abs(dw[i]) + s.weightDecay() * Math.abs(w[i]);
            double sizeOfV = s.momentum() * Math.abs(velocity[i]) + sizeOfD;
            magnitude[i] = Math.abs(w[i]) + s.lr() * (sizeOfD + sizeOfV);
            magnitude[n + i] = s.momentum() == 0 ? Math.abs(velocity[i]) : sizeOfV;
        }
        agrees(Tolerance.OPTIM, 1, sgd(s, w, dw, velocity), magnitude);
    }

    @Test
    void sgdWithoutMomentumNeedsNoVelocity() {
        double[] w = tested((backend, buffers) -> {
            Storage ws = buffers.of(1, 2, 3);
            backend.optim().sgd(List.of(new SgdUpdate(new SgdStep(0.5, 0, 0, 0, false), ws, buffers.of(2, 0, -2), null)));
            return buffers.read(ws);
        });
        assertArrayEquals(new double[]{0, 2, 4}, w);
    }

    @Property(tries = 200)
    void averageAgreesWithTheReference(@ForAll Shapes.Length length, @ForAll("decays") double decay, @ForAll Values v) {
        double[] x = v.draw("x", length.n());
        double[] average = v.draw("average", length.n());
        double[] magnitude = new double[length.n()];
        Arrays.setAll(magnitude, i -> Math.abs(x[i]) + Math.abs(average[i]));
        agrees(Tolerance.OPTIM, 1, average(decay, x, average), magnitude);
    }

    @Property(tries = 100)
    void theAverageOfAConstantIsThatConstant(@ForAll Shapes.Length length, @ForAll("decays") double decay, @ForAll Values v) {
        double[] x = v.draw("x", length.n());
        assertArrayEquals(x, tested(average(decay, x, x)), 0);
    }

    @Provide
    Arbitrary<Double> decays() {
        return Arbitraries.of(0.0, 0.5, 0.9, 0.9999, 1.0);
    }

    @Property(tries = 200)
    void sumOfSquaresAgreesWithTheReference(@ForAll Shapes.Length length, @ForAll Values v) {
        agrees(Tolerance.OPTIM, sumOfSquares(v.draw("x", length.n())));
    }

    @Test
    void squaresOfSeveralAreSummedTogether() {
        Values v = new Values(Values.Kind.NORMAL, 3);
        Call several = (backend, buffers) -> new double[]{backend.optim().sumOfSquares(
                List.of(buffers.of(v.draw("a", 20_001)), buffers.of(), buffers.of(v.draw("b", 3)),
                        buffers.of(v.draw("c", 8192))))};
        // In single precision it would be off by 1e-8.
        assertEquals(reference(several)[0], tested(several)[0], 1e-12 * reference(several)[0]);
        sameBits(several);
        assertArrayEquals(new double[]{0}, tested((backend, buffers) -> new double[]{backend.optim().sumOfSquares(List.of())}));
    }

    @Test
    void squaresNeitherOverflowNorVanish() {
        assertArrayEquals(new double[]{3e60}, tested(sumOfSquares((float) 1e30, (float) -1e30, (float) 1e30)), 1e54);
        assertArrayEquals(new double[]{2e-60}, tested(sumOfSquares((float) 1e-30, (float) 1e-30)), 1e-66);
    }

    @Test
    void severalAreChangedAsEachAlone() {
        Values v = new Values(Values.Kind.NORMAL, 5);
        int[] sizes = {1000, 0, 1, 129, 128, 20_001, 0, 7, 3000, 5, 0}; // more than a bundle, some empty
        Call together = (backend, buffers) -> several(backend, buffers, v, sizes, true);
        Call apart = (backend, buffers) -> several(backend, buffers, v, sizes, false);
        assertArrayEquals(tested(apart), tested(together), 0);
        sameBits(together);
    }

    /// All three updates of parameters of some sizes, each with learning rate, step and decay of its own: everything that they changed.
    private static double[] several(Backend backend, Buffers buffers, Values v, int[] sizes, boolean together) {
        List<Storage> changed = new ArrayList<>();
        List<AdamWUpdate> adamW = new ArrayList<>();
        List<SgdUpdate> sgd = new ArrayList<>();
        List<AverageUpdate> average = new ArrayList<>();
        for (int i = 0; i < sizes.length; i++) {
            List<Storage> own = new ArrayList<>();
            for (int k = 0; k < 6; k++) {
                own.add(buffers.of(Values.absolute(v.draw("x" + i + k, sizes[i]))));
            }
            Storage dw = buffers.of(v.draw("dw" + i, sizes[i]));
            adamW.add(new AdamWUpdate(new AdamWStep(0.01 * i, 0.9, 0.99, 1e-8, 0.1 * i, i + 1), own.get(0), dw, own.get(1),
                    own.get(2)));
            boolean remembers = i % 2 == 0;
            sgd.add(new SgdUpdate(new SgdStep(0.02 * i, remembers ? 0.9 : 0, 0.1, 0.01 * i, remembers), own.get(3), dw,
                    remembers ? own.get(4) : null));
            average.add(new AverageUpdate(dw, own.get(5)));
            changed.addAll(own);
        }
        if (together) {
            backend.optim().adamW(adamW);
            backend.optim().sgd(sgd);
            backend.optim().average(0.9, average);
        } else {
            adamW.forEach(u -> backend.optim().adamW(List.of(u)));
            sgd.forEach(u -> backend.optim().sgd(List.of(u)));
            average.forEach(u -> backend.optim().average(0.9, List.of(u)));
        }
        return buffers.read(changed.toArray(Storage[]::new));
    }

    @Test
    void givesTheSameBitsWithAnyNumberOfThreads() {
        Values v = new Values(Values.Kind.NORMAL, 1);
        int n = 200_003;
        sameBits(adamW(new AdamWStep(1e-3, 0.9, 0.999, 1e-8, 0.01, 7), v.draw("w", n), v.draw("dw", n), v.draw("m", n),
                Values.absolute(v.draw("v", n))));
        sameBits(sgd(new SgdStep(1e-3, 0.9, 0.1, 0.01, true), v.draw("w", n), v.draw("dw", n), v.draw("v", n)));
        sameBits(average(0.99, v.draw("x", n), v.draw("average", n)));
        sameBits(sumOfSquares(v.draw("x", n)));
    }

    /// {@code w}, {@code m} and {@code v} after the step.
    static Call adamW(AdamWStep s, double[] w, double[] dw, double[] m, double[] v) {
        return (backend, buffers) -> {
            Storage ws = buffers.of(w);
            Storage ms = buffers.of(m);
            Storage vs = buffers.of(v);
            backend.optim().adamW(List.of(new AdamWUpdate(s, ws, buffers.of(dw), ms, vs)));
            return buffers.read(ws, ms, vs);
        };
    }

    /// {@code w} and {@code v} after the step.
    static Call sgd(SgdStep s, double[] w, double[] dw, double[] v) {
        return (backend, buffers) -> {
            Storage ws = buffers.of(w);
            Storage vs = buffers.of(v);
            backend.optim().sgd(List.of(new SgdUpdate(s, ws, buffers.of(dw), vs)));
            return buffers.read(ws, vs);
        };
    }

    /// The average after the step.
    static Call average(double decay, double[] x, double[] average) {
        return (backend, buffers) -> {
            Storage averages = buffers.of(average);
            backend.optim().average(decay, List.of(new AverageUpdate(buffers.of(x), averages)));
            return buffers.read(averages);
        };
    }

    private static Call sumOfSquares(double... x) {
        return (backend, buffers) -> new double[]{backend.optim().sumOfSquares(List.of(buffers.of(x)))};
    }
}
