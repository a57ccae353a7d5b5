package earshot.kernels.reduce;

import earshot.kernels.FloatStorage;
import earshot.kernels.HostIntStorage;
import earshot.kernels.IntStorage;
import earshot.kernels.Storage;
import earshot.kernels.elementwise.SimdFunctions;
import earshot.kernels.simd.Scratch;
import earshot.kernels.simd.Workers;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

import static earshot.kernels.simd.Lanes.FLOATS;

/// Sums in two levels: parts of at most [#PART] terms are summed by vectors, the parts' sums one after another in double. Long
/// sums so stay accurate, are shared out to all threads, and come out the same for any number of them.
public final class SimdReduce implements ReduceKernels {
    private static final int PART = 512;
    private static final int GRAIN = 1 << 14;
    private static final int L = FLOATS.length();

    private final Workers workers;

    public SimdReduce(Workers workers) {
        this.workers = workers;
    }

    @Override
    public void sum(Reduction g, double scale, Storage x, Storage y) {
        float[] xv = FloatStorage.of(x);
        float[] yv = FloatStorage.of(y);
        int part = g.inner() == 1 ? PART * L : PART;
        int parts = Math.max(1, (g.count() + part - 1) / part);
        float[] partials = Scratch.PARTIALS.floats(Math.multiplyExact(g.outer() * parts, g.inner()));
        int terms = Math.max(1, Math.min(part, g.count()) * g.inner());
        workers.stretches(g.outer() * parts, Math.max(1, GRAIN / terms), (from, to) -> {
            float[] buffer = new float[L];
            for (int task = from; task < to; task++) {
                int first = task % parts * part;
                int count = Math.min(part, g.count() - first);
                int x0 = (task / parts * g.count() + first) * g.inner();
                if (g.inner() == 1) {
                    partials[task] = contiguous(xv, x0, count, buffer);
                } else {
                    columns(xv, x0, count, g.inner(), partials, task * g.inner());
                }
            }
        });
        workers.stretches(g.outer() * g.inner(), GRAIN, (from, to) -> {
            for (int i = from; i < to; i++) {
                int at = i / g.inner() * parts * g.inner() + i % g.inner();
                double s = 0;
                for (int p = 0; p < parts; p++) {
                    s += partials[at + p * g.inner()];
                }
                yv[i] = (float) (scale * s);
            }
        });
    }

    private static float contiguous(float[] x, int x0, int n, float[] buffer) {
        FloatVector s = FloatVector.zero(FLOATS);
        int i = 0;
        for (; i <= n - L; i += L) {
            s = s.add(FloatVector.fromArray(FLOATS, x, x0 + i));
        }
        VectorMask<Float> m = FLOATS.indexInRange(i, n);
        return SimdFunctions.sum(s.add(FloatVector.fromArray(FLOATS, x, x0 + i, m)), buffer);
    }

    private static void columns(float[] x, int x0, int count, int inner, float[] y, int y0) {
        for (int j = 0; j < inner; j += L) {
            VectorMask<Float> m = FLOATS.indexInRange(j, inner);
            FloatVector s = FloatVector.zero(FLOATS);
            for (int r = 0; r < count; r++) {
                s = s.add(FloatVector.fromArray(FLOATS, x, x0 + r * inner + j, m));
            }
            s.intoArray(y, y0 + j, m);
        }
    }

    @Override
    public void expand(Reduction g, double scale, Storage y, Storage x) {
        float[] xv = FloatStorage.of(x);
        float[] yv = FloatStorage.of(y);
        float s = (float) scale;
        int inner = g.inner();
        workers.stretches(g.outer() * g.count(), Math.max(1, GRAIN / Math.max(1, inner)), (from, to) -> {
            for (int r = from; r < to; r++) {
                int y0 = r / g.count() * inner;
                if (inner == 1) {
                    xv[r] = yv[y0] * s;
                    continue;
                }
                for (int j = 0; j < inner; j += L) {
                    VectorMask<Float> m = FLOATS.indexInRange(j, inner);
                    FloatVector.fromArray(FLOATS, yv, y0 + j, m).mul(s).intoArray(xv, r * inner + j, m);
                }
            }
        });
    }

    @Override
    public void max(Reduction g, Storage x, Storage y, IntStorage at) {
        float[] xv = FloatStorage.of(x);
        float[] yv = FloatStorage.of(y);
        int inner = g.inner();
        int block = inner == 1 ? 1 : SimdMax.BLOCK;
        int blocks = (inner + block - 1) / block;
        int terms = Math.max(1, g.count() * Math.min(block, inner));
        workers.stretches(g.outer() * blocks, Math.max(1, GRAIN / terms), (from, to) -> {
            for (int task = from; task < to; task++) {
                int o = task / blocks;
                int x0 = o * g.count() * inner;
                if (inner == 1) {
                    SimdMax.row(xv, x0, g.count(), yv, HostIntStorage.of(at), o);
                } else {
                    int first = task % blocks * block;
                    SimdMax.columns(xv, x0 + first, g.count(), inner, Math.min(block, inner - first), yv, HostIntStorage.of(at),
                            o * inner + first);
                }
            }
        });
    }
}
