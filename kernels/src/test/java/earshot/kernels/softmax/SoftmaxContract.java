package earshot.kernels.softmax;

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

/// What every [SoftmaxKernels] must do.
@Domain(Shapes.class)
public abstract class SoftmaxContract extends Contract {

    @Property(tries = 200)
    void softmaxAgreesWithTheReference(@ForAll SoftmaxGeometry g, @ForAll Values v) {
        agrees(Tolerance.SOFTMAX, softmax(g, x(g, v), false));
        agrees(Tolerance.SOFTMAX, softmax(g, x(g, v), true));
    }

    @Property(tries = 200)
    void softmaxBackwardAgreesWithTheReference(@ForAll SoftmaxGeometry g, @ForAll Values v) {
        double[] dy = v.draw("dy", g.rows() * g.classes());
        double[] y = p(g, v);
        double[] magnitude = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            magnitude[i] = y[i] * Math.abs(dy[i]);
        }
        magnitude = plusRowSums(g, magnitude, y);
        agrees(Tolerance.SOFTMAX, g.classes(), softmaxBackward(g, y, dy, false), magnitude);
        agrees(Tolerance.SOFTMAX, g.classes(), softmaxBackward(g, y, dy, true), magnitude);
    }

    @Property(tries = 200)
    void logSoftmaxAgreesWithTheReference(@ForAll SoftmaxGeometry g, @ForAll Values v) {
        double[] x = x(g, v);
        double[] magnitude = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            int row = i / g.classes();
            double largest = Arrays.stream(x, row * g.classes(), (row + 1) * g.classes()).map(Math::abs).max().orElse(0);
            magnitude[i] = Math.abs(x[i]) + largest + Math.log(g.classes());
        }
        agrees(Tolerance.SOFTMAX, 1, logSoftmax(g, x, false), magnitude);
        agrees(Tolerance.SOFTMAX, 1, logSoftmax(g, x, true), magnitude);
    }

    @Property(tries = 200)
    void logSoftmaxBackwardAgreesWithTheReference(@ForAll SoftmaxGeometry g, @ForAll Values v) {
        double[] dy = v.draw("dy", g.rows() * g.classes());
        double[] y = Values.rounded(reference(logSoftmax(g, x(g, v), false)));
        double[] magnitude = plusRowSums(g, Values.absolute(dy), Arrays.stream(y).map(Math::exp).toArray());
        agrees(Tolerance.SOFTMAX, g.classes(), logSoftmaxBackward(g, y, dy, false), magnitude);
        agrees(Tolerance.SOFTMAX, g.classes(), logSoftmaxBackward(g, y, dy, true), magnitude);
    }

    @Property(tries = 200)
    void crossEntropyAgreesWithTheReference(@ForAll SoftmaxGeometry g, @ForAll Values v) {
        double[] x = x(g, v);
        double[] target = target(g, v);
        double[] magnitude = Arrays.copyOf(reference(softmax(g, x, false)), x.length + g.rows());
        for (int i = 0; i < x.length; i++) {
            int row = i / g.classes();
            double largest = Arrays.stream(x, row * g.classes(), (row + 1) * g.classes()).map(Math::abs).max().orElse(0);
            magnitude[x.length + row] += target[i] * (Math.abs(x[i]) + largest + Math.log(g.classes()));
        }
        agrees(Tolerance.SOFTMAX, g.classes(), crossEntropy(g, x, target), magnitude);
    }

    @Property(tries = 200)
    void crossEntropyBackwardAgreesWithTheReference(@ForAll SoftmaxGeometry g, @ForAll Values v) {
        double[] p = p(g, v);
        double[] target = target(g, v);
        double[] dloss = v.draw("dloss", g.rows());
        double[] magnitude = plusRowSums(g, target, p);
        for (int i = 0; i < p.length; i++) {
            magnitude[i] *= Math.abs(dloss[i / g.classes()]);
        }
        agrees(Tolerance.SOFTMAX, g.classes(), crossEntropyBackward(g, p, target, dloss, false), magnitude);
        agrees(Tolerance.SOFTMAX, g.classes(), crossEntropyBackward(g, p, target, dloss, true), magnitude);
    }

    @Test
    void hugeLogitsStayFinite() {
        SoftmaxGeometry g = new SoftmaxGeometry(2, 3);
        double[] x = {1e30, -1e30, 0, -5000, -5001, -5002};
        double[] target = {1, 0, 0, 0, 0, 1};
        double[] magnitude = {1, 1, 1, 1, 1, 1, 1e30, 1e4};
        agrees(Tolerance.SOFTMAX, softmax(g, x, false));
        agrees(Tolerance.SOFTMAX, 3, crossEntropy(g, x, target), magnitude);
    }

    @Property(tries = 20)
    void givesTheSameBitsWithAnyNumberOfThreads(@ForAll SoftmaxGeometry g, @ForAll Values v) {
        checkBits(g, v);
    }

    @Test
    void largeBatchesGiveTheSameBits() {
        checkBits(new SoftmaxGeometry(2003, 53), new Values(Values.Kind.EDGES, 1));
    }

    private void checkBits(SoftmaxGeometry g, Values v) {
        double[] p = p(g, v);
        sameBits(softmax(g, x(g, v), false));
        sameBits(softmaxBackward(g, p, v.draw("dy", p.length), false));
        sameBits(logSoftmax(g, x(g, v), false));
        sameBits(logSoftmaxBackward(g, x(g, v), v.draw("dy", p.length), false));
        sameBits(crossEntropy(g, x(g, v), target(g, v)));
        sameBits(crossEntropyBackward(g, p, target(g, v), v.draw("dloss", g.rows()), false));
    }

    static double[] x(SoftmaxGeometry g, Values v) {
        return v.draw("x", g.rows() * g.classes());
    }

    private static double[] p(SoftmaxGeometry g, Values v) {
        return Values.rounded(reference(softmax(g, x(g, v), false)));
    }

    /// Distributions over classes, as label smoothing and mixup make them.
    static double[] target(SoftmaxGeometry g, Values v) {
        return Values.rounded(reference(softmax(g, v.draw("target", g.rows() * g.classes()), false)));
    }

    /// {@code addend + p · Σ_row addend}.
    private static double[] plusRowSums(SoftmaxGeometry g, double[] addend, double[] p) {
        double[] result = addend.clone();
        for (int i = 0; i < p.length; i++) {
            int row = i / g.classes();
            result[i] += p[i] * Arrays.stream(addend, row * g.classes(), (row + 1) * g.classes()).sum();
        }
        return result;
    }

    static Call softmax(SoftmaxGeometry g, double[] x, boolean inPlace) {
        return (backend, buffers) -> {
            Storage xs = buffers.of(x);
            Storage y = inPlace ? xs : buffers.blank(x.length);
            backend.softmax().softmax(g, xs, y);
            return buffers.read(y);
        };
    }

    static Call softmaxBackward(SoftmaxGeometry g, double[] y, double[] dy, boolean inPlace) {
        return (backend, buffers) -> {
            Storage dys = buffers.of(dy);
            Storage dx = inPlace ? dys : buffers.blank(y.length);
            backend.softmax().softmaxBackward(g, buffers.of(y), dys, dx);
            return buffers.read(dx);
        };
    }

    static Call logSoftmax(SoftmaxGeometry g, double[] x, boolean inPlace) {
        return (backend, buffers) -> {
            Storage xs = buffers.of(x);
            Storage y = inPlace ? xs : buffers.blank(x.length);
            backend.softmax().logSoftmax(g, xs, y);
            return buffers.read(y);
        };
    }

    static Call logSoftmaxBackward(SoftmaxGeometry g, double[] y, double[] dy, boolean inPlace) {
        return (backend, buffers) -> {
            Storage dys = buffers.of(dy);
            Storage dx = inPlace ? dys : buffers.blank(y.length);
            backend.softmax().logSoftmaxBackward(g, buffers.of(y), dys, dx);
            return buffers.read(dx);
        };
    }

    /// {@code p}, then {@code loss}.
    static Call crossEntropy(SoftmaxGeometry g, double[] x, double[] target) {
        return (backend, buffers) -> {
            Storage p = buffers.blank(x.length);
            Storage loss = buffers.blank(g.rows());
            backend.softmax().crossEntropy(g, buffers.of(x), buffers.of(target), p, loss);
            return buffers.read(p, loss);
        };
    }

    static Call crossEntropyBackward(SoftmaxGeometry g, double[] p, double[] target, double[] dloss, boolean inPlace) {
        return (backend, buffers) -> {
            Storage ps = buffers.of(p);
            Storage dx = inPlace ? ps : buffers.blank(p.length);
            backend.softmax().crossEntropyBackward(g, ps, buffers.of(target), buffers.of(dloss), dx);
            return buffers.read(dx);
        };
    }
}
