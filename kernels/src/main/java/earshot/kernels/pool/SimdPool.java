package earshot.kernels.pool;

import earshot.kernels.FloatStorage;
import earshot.kernels.HostIntStorage;
import earshot.kernels.IntStorage;
import earshot.kernels.Storage;
import earshot.kernels.Window;
import earshot.kernels.simd.Workers;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

import static earshot.kernels.simd.Lanes.FLOATS;

/// Pooling, a vector of channels at a time.
public final class SimdPool implements PoolKernels {
    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, FLOATS.vectorShape());
    private static final int L = FLOATS.length();

    private final Workers workers;

    public SimdPool(Workers workers) {
        this.workers = workers;
    }

    @Override
    public void max(PoolGeometry g, Storage x, Storage y, IntStorage argmax) {
        float[] xv = FloatStorage.of(x);
        float[] yv = FloatStorage.of(y);
        workers.run(g.n() * g.outH(), line -> maxLine(g, line, xv, yv, HostIntStorage.of(argmax)));
    }

    private static void maxLine(PoolGeometry g, int line, float[] x, float[] y, int[] argmax) {
        Window k = g.window();
        int image = line / g.outH() * g.h() * g.w() * g.c();
        int top = line % g.outH() * k.strideH() - k.padH();
        int h0 = Math.max(0, top);
        int h1 = Math.min(g.h(), top + k.kh());
        for (int j = 0; j < g.outW(); j++) {
            int left = j * k.strideW() - k.padW();
            int w0 = Math.max(0, left);
            int w1 = Math.min(g.w(), left + k.kw());
            int at = (line * g.outW() + j) * g.c();
            for (int c = 0; c < g.c(); c += L) {
                maxWindow(g, h0, h1, w0, w1, c, x, image + c, y, argmax, at + c);
            }
        }
    }

    private static void maxWindow(PoolGeometry g, int h0, int h1, int w0, int w1, int c, float[] x, int x0, float[] y,
            int[] argmax, int at) {
        VectorMask<Float> m = FLOATS.indexInRange(c, g.c());
        FloatVector best = FloatVector.fromArray(FLOATS, x, x0 + (h0 * g.w() + w0) * g.c(), m);
        IntVector where = IntVector.broadcast(INTS, h0 * g.w() + w0);
        for (int h = h0; h < h1; h++) {
            for (int w = w0; w < w1; w++) {
                int pixel = h * g.w() + w;
                FloatVector v = FloatVector.fromArray(FLOATS, x, x0 + pixel * g.c(), m);
                VectorMask<Float> above = v.compare(VectorOperators.GT, best).or(v.test(VectorOperators.IS_NAN));
                best = best.blend(v, above);
                where = where.blend(pixel, above.cast(INTS));
            }
        }
        best.intoArray(y, at, m);
        where.intoArray(argmax, at, m.cast(INTS));
    }

    @Override
    public void maxBackward(PoolGeometry g, Storage dy, IntStorage argmax, Storage dx) {
        float[] dyv = FloatStorage.of(dy);
        float[] dxv = FloatStorage.of(dx);
        int[] where = HostIntStorage.of(argmax);
        int c = g.c();
        int in = g.h() * g.w() * c;
        int out = g.outH() * g.outW() * c;
        workers.run(g.n(), image -> {
            Arrays.fill(dxv, image * in, (image + 1) * in, 0f);
            for (int pixel = image * out; pixel < (image + 1) * out; pixel += c) {
                for (int i = 0; i < c; i++) {
                    dxv[image * in + where[pixel + i] * c + i] += dyv[pixel + i];
                }
            }
        });
    }

    @Override
    public void average(AverageGeometry g, Storage x, Storage y) {
        float[] xv = FloatStorage.of(x);
        float[] yv = FloatStorage.of(y);
        workers.run(g.n() * g.rows().count(), line -> SimdAverage.line(g, line, xv, yv));
    }

    @Override
    public void averageBackward(AverageGeometry g, Storage dy, Storage dx) {
        float[] dyv = FloatStorage.of(dy);
        float[] dxv = FloatStorage.of(dx);
        workers.run(g.n(), image -> SimdAverage.gradient(g, image, dyv, dxv));
    }
}
