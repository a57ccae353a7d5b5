package earshot.kernels.matmul;

import earshot.kernels.Storage;
import earshot.kernels.contract.Contract;
import earshot.kernels.contract.Epilogues;
import earshot.kernels.contract.Shapes;
import earshot.kernels.contract.Tolerance;
import earshot.kernels.contract.Values;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every [MatmulKernels] must do.
@Domain(Shapes.class)
public abstract class MatmulContract extends Contract {

    @Property(tries = 200)
    void agreesWithTheReference(@ForAll MatmulGeometry g, @ForAll Values v) {
        agrees(Tolerance.MATMUL, g.k() + 1, matmul(g, v), reference(ofMagnitudes(g, v)));
    }

    @Property(tries = 20)
    void givesTheSameBitsWithAnyNumberOfThreads(@ForAll MatmulGeometry g, @ForAll Values v) {
        sameBits(matmul(g, v));
    }

    /// The larger one is summed in several passes, and its rows are a power of two apart.
    @ParameterizedTest
    @ValueSource(ints = {523, 2048})
    void largeProductsAgreeAndGiveTheSameBits(int k) {
        Values v = new Values(Values.Kind.NORMAL, 1);
        for (boolean transposeA : new boolean[]{false, true}) {
            for (boolean transposeB : new boolean[]{false, true}) {
                MatmulGeometry g = new MatmulGeometry(1, 131, 137, k, transposeA, transposeB);
                agrees(Tolerance.MATMUL, g.k() + 1, matmul(g, v), reference(ofMagnitudes(g, v)));
                sameBits(matmul(g, v));
            }
        }
    }

    /// Operands that the backend under test multiplies without rounding them: for one of single precision, all.
    protected double[] operands(double[] drawn) {
        return drawn;
    }

    private double[] a(MatmulGeometry g, Values v) {
        return operands(v.draw("a", g.batch() * g.m() * g.k()));
    }

    private double[] b(MatmulGeometry g, Values v) {
        return operands(v.draw("b", g.batch() * g.k() * g.n()));
    }

    private Call matmul(MatmulGeometry g, Values v) {
        return call(g, a(g, v), b(g, v), epilogue(g, v));
    }

    private Call ofMagnitudes(MatmulGeometry g, Values v) {
        return call(g, Values.absolute(a(g, v)), Values.absolute(b(g, v)), epilogue(g, v).magnitudes());
    }

    private static Epilogues epilogue(MatmulGeometry g, Values v) {
        return Epilogues.draw(v, g.n(), g.batch() * g.m() * g.n());
    }

    static Call call(MatmulGeometry g, double[] a, double[] b, Epilogues e) {
        return (backend, buffers) -> {
            Storage y = buffers.blank(g.batch() * g.m() * g.n());
            backend.matmul().matmul(g, buffers.of(a), buffers.of(b), e.in(buffers), y);
            return buffers.read(y);
        };
    }
}
