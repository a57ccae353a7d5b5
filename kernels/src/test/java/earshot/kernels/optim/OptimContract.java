package earshot.kernels.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import earshot.kernels.Storage;
import earshot.kernels.contract.Contract;
import earshot.kernels.contract.Shapes;
import earshot.kernels.contract.Tolerance;
import earshot.kernels.contract.Values;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;

/// What every [OptimKernels] must do.
@Domain(Shapes.class)
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

    @Test
    void nothingIsWrittenBeyondTheFirstElements() {
        double[] nines = new double[40];
        Arrays.fill(nines, 9);
        double[] after = tested((backend, buffers) -> {
            Storage w = buffers.of(nines);
            Storage m = buffers.of(nines);
            Storage v = buffers.of(nines);
            backend.optim().adamW(35, new AdamWStep(0.1, 0.9, 0.999, 1e-8, 0.01, 1), w, buffers.of(nines), m, v);
            return buffers.read(w, m, v);
        });
        for (int from = 35; from < 120; from += 40) {
            assertArrayEquals(new double[]{9, 9, 9, 9, 9}, Arrays.copyOfRange(after, from, from + 5));
        }
    }

    @Test
    void givesTheSameBitsWithAnyNumberOfThreads() {
        Values v = new Values(Values.Kind.NORMAL, 1);
        int n = 200_003;
        sameBits(adamW(new AdamWStep(1e-3, 0.9, 0.999, 1e-8, 0.01, 7), v.draw("w", n), v.draw("dw", n), v.draw("m", n),
                Values.absolute(v.draw("v", n))));
    }

    /// {@code w}, {@code m} and {@code v} after the step.
    static Call adamW(AdamWStep s, double[] w, double[] dw, double[] m, double[] v) {
        return (backend, buffers) -> {
            Storage ws = buffers.of(w);
            Storage ms = buffers.of(m);
            Storage vs = buffers.of(v);
            backend.optim().adamW(w.length, s, ws, buffers.of(dw), ms, vs);
            return buffers.read(ws, ms, vs);
        };
    }
}
