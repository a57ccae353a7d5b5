package earshot.kernels.index;

import earshot.kernels.IntStorage;
import earshot.kernels.Storage;
import earshot.kernels.contract.Contract;
import earshot.kernels.contract.Shapes;
import earshot.kernels.contract.Tolerance;
import earshot.kernels.contract.Values;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;

/// What every [IndexKernels] must do.
@Domain(Shapes.class)
public abstract class IndexContract extends Contract {

    @Property(tries = 300)
    void copyAgreesWithTheReference(@ForAll("copies") CopyGeometry g, @ForAll Values v) {
        agrees(Tolerance.EXACT, copy(g, v));
    }

    @Property(tries = 200)
    void takeAgreesWithTheReference(@ForAll("choices") IndexGeometry g, @ForAll Values v) {
        agrees(Tolerance.EXACT, take(g, v));
    }

    @Property(tries = 200)
    void addAtAgreesWithTheReference(@ForAll("choices") IndexGeometry g, @ForAll Values v) {
        agrees(Tolerance.REDUCE, g.count() + 1, addAt(g, v, false), reference(addAt(g, v, true)));
    }

    @Property(tries = 200)
    void gatherAgreesWithTheReference(@ForAll("choices") IndexGeometry g, @ForAll Values v) {
        agrees(Tolerance.EXACT, gather(g, v));
    }

    @Property(tries = 200)
    void scatterAddAgreesWithTheReference(@ForAll("choices") IndexGeometry g, @ForAll Values v) {
        agrees(Tolerance.REDUCE, g.count() + 1, scatterAdd(g, v, false), reference(scatterAdd(g, v, true)));
    }

    @Test
    void givesTheSameBitsWithAnyNumberOfThreads() {
        Values v = new Values(Values.Kind.NORMAL, 1);
        for (IndexGeometry g : new IndexGeometry[]{new IndexGeometry(1, 53, 2003, 67), new IndexGeometry(61, 7, 53, 33),
                new IndexGeometry(1, 11, 60_013, 1), new IndexGeometry(3, 5, 17, 1031)}) {
            sameBits(take(g, v));
            sameBits(addAt(g, v, false));
            sameBits(gather(g, v));
            sameBits(scatterAdd(g, v, false));
            agrees(Tolerance.REDUCE, g.count(), addAt(g, v, false), reference(addAt(g, v, true)));
        }
        int[] shape = {31, 67, 29};
        CopyGeometry transpose = new CopyGeometry(shape, 0, new int[]{1, 31, 67 * 31}, 0, CopyGeometry.strides(shape));
        sameBits(copy(transpose, v));
        agrees(Tolerance.EXACT, copy(transpose, v));
        agrees(Tolerance.EXACT, copy(new CopyGeometry(new int[]{100_003}, 3, new int[]{2}, 1, new int[]{1}), v));
    }

    /// Sizes whose index exists.
    @Provide
    Arbitrary<IndexGeometry> choices() {
        Arbitrary<Integer> size = Arbitraries.of(1, 0, 2, 3, 5, 7, 15, 16, 17, 33, 131);
        return Combinators.combine(Arbitraries.of(1, 0, 2, 3), size, size, size).as(IndexGeometry::new)
                .filter(g -> g.size() > 0 || g.count() == 0);
    }

    /// Permuted, stepped, reversed and repeated sources and stepped targets of three axes.
    @Provide
    Arbitrary<CopyGeometry> copies() {
        Arbitrary<Integer> size = Arbitraries.of(1, 2, 3, 5, 16, 17, 0);
        Arbitrary<Integer> step = Arbitraries.of(1, 2, -1, 0);
        return Combinators.combine(size.array(int[].class).ofSize(3), Arbitraries.shuffle(0, 1, 2),
                step.array(int[].class).ofSize(3), Arbitraries.integers().between(1, 2), Arbitraries.of(true, false))
                .as((shape, order, steps, stretch, merge) -> {
                    int[] whole = new int[3];
                    int[] permuted = new int[3];
                    for (int k = 0; k < 3; k++) {
                        permuted[order.get(k)] = 2 * shape[k];
                    }
                    int[] strides = CopyGeometry.strides(permuted);
                    int from = 0;
                    for (int k = 0; k < 3; k++) {
                        whole[k] = steps[k] * strides[order.get(k)];
                        from += steps[k] < 0 && shape[k] > 0 ? (shape[k] - 1) * strides[order.get(k)] : 0;
                    }
                    int[] target = Arrays.stream(CopyGeometry.strides(shape)).map(s -> Math.max(1, s) * stretch).toArray();
                    return merge
                            ? CopyGeometry.merged(shape, from, whole, 3, target)
                            : new CopyGeometry(shape, from, whole, 3, target);
                });
    }

    static Call copy(CopyGeometry g, Values v) {
        int source = g.from() + 1;
        int target = g.to() + 1;
        for (int k = 0; k < g.shape().length; k++) {
            source += Math.max(0, (g.shape()[k] - 1) * g.fromStride()[k]);
            target += Math.max(0, (g.shape()[k] - 1) * g.toStride()[k]);
        }
        double[] x = v.draw("x", source);
        double[] before = v.draw("y", target + 2);
        return (backend, buffers) -> {
            Storage y = buffers.of(before);
            backend.index().copy(g, buffers.of(x), y);
            return buffers.read(y);
        };
    }

    static Call take(IndexGeometry g, Values v) {
        return (backend, buffers) -> {
            Storage y = buffers.blank(g.outer() * g.count() * g.inner());
            backend.index().take(g, buffers.of(x(g, v)), buffers.ofInts(index(g, v, g.count())), y);
            return buffers.read(y);
        };
    }

    static Call addAt(IndexGeometry g, Values v, boolean absolute) {
        return (backend, buffers) -> {
            Storage x = buffers.of(absolute ? Values.absolute(x(g, v)) : x(g, v));
            backend.index().addAt(g, buffers.of(absolute ? Values.absolute(y(g, v)) : y(g, v)),
                    buffers.ofInts(index(g, v, g.count())), x);
            return buffers.read(x);
        };
    }

    static Call gather(IndexGeometry g, Values v) {
        int n = g.outer() * g.count() * g.inner();
        return (backend, buffers) -> {
            Storage y = buffers.blank(n);
            backend.index().gather(g, buffers.of(x(g, v)), buffers.ofInts(index(g, v, n)), y);
            return buffers.read(y);
        };
    }

    static Call scatterAdd(IndexGeometry g, Values v, boolean absolute) {
        return (backend, buffers) -> {
            Storage x = buffers.of(absolute ? Values.absolute(x(g, v)) : x(g, v));
            IntStorage index = buffers.ofInts(index(g, v, g.outer() * g.count() * g.inner()));
            backend.index().scatterAdd(g, buffers.of(absolute ? Values.absolute(y(g, v)) : y(g, v)), index, x);
            return buffers.read(x);
        };
    }

    private static double[] x(IndexGeometry g, Values v) {
        return v.draw("x", g.outer() * g.size() * g.inner());
    }

    private static double[] y(IndexGeometry g, Values v) {
        return v.draw("y", g.outer() * g.count() * g.inner());
    }

    private static int[] index(IndexGeometry g, Values v, int n) {
        return new Random(v.seed()).ints(n, 0, Math.max(1, g.size())).toArray();
    }
}
