package earshot.kernels.pool;

import earshot.kernels.DoubleStorage;
import earshot.kernels.HostIntStorage;
import earshot.kernels.IntStorage;
import earshot.kernels.Storage;
import java.util.Arrays;

/// [PoolKernels] in double precision, one output at a time.
public final class ReferencePool implements PoolKernels {

    @Override
    public void max(PoolGeometry g, Storage x, Storage y, IntStorage argmax) {
        double[] xs = DoubleStorage.of(x);
        double[] ys = DoubleStorage.of(y);
        int[] at = HostIntStorage.of(argmax);
        int out = 0;
        for (int n = 0; n < g.n(); n++) {
            int image = n * g.h() * g.w();
            for (int i = 0; i < g.outH(); i++) {
                for (int j = 0; j < g.outW(); j++) {
                    for (int c = 0; c < g.c(); c++, out++) {
                        at[out] = position(g, xs, image, i, j, c);
                        ys[out] = xs[(image + at[out]) * g.c() + c];
                    }
                }
            }
        }
    }

    @Override
    public void maxBackward(PoolGeometry g, Storage dy, IntStorage argmax, Storage dx) {
        double[] dys = DoubleStorage.of(dy);
        double[] dxs = DoubleStorage.of(dx);
        int[] at = HostIntStorage.of(argmax);
        Arrays.fill(dxs, 0, g.n() * g.h() * g.w() * g.c(), 0);
        int out = 0;
        for (int n = 0; n < g.n(); n++) {
            int image = n * g.h() * g.w();
            for (int window = 0; window < g.outH() * g.outW(); window++) {
                for (int c = 0; c < g.c(); c++, out++) {
                    dxs[(image + at[out]) * g.c() + c] += dys[out];
                }
            }
        }
    }

    @Override
    public void average(AverageGeometry g, Storage x, Storage y) {
        double[] xs = DoubleStorage.of(x);
        double[] ys = DoubleStorage.of(y);
        Arrays.fill(ys, 0, g.n() * g.outPixels() * g.c(), 0);
        terms(g, (atX, atY, divisor) -> ys[atY] += xs[atX] / divisor);
    }

    @Override
    public void averageBackward(AverageGeometry g, Storage dy, Storage dx) {
        double[] dys = DoubleStorage.of(dy);
        double[] dxs = DoubleStorage.of(dx);
        Arrays.fill(dxs, 0, g.n() * g.inPixels() * g.c(), 0);
        terms(g, (atX, atY, divisor) -> dxs[atX] += dys[atY] / divisor);
    }

    /// What becomes of one term of an average.
    private interface Term {
        void at(int x, int y, int divisor);
    }

    private static void terms(AverageGeometry g, Term term) {
        for (int y = 0; y < g.n() * g.outPixels() * g.c(); y++) {
            int c = y % g.c();
            int j = y / g.c() % g.columns().count();
            int i = y / g.c() / g.columns().count() % g.rows().count();
            int n = y / g.c() / g.outPixels();
            for (int h = g.rows().first(i); h < g.rows().end(i); h++) {
                for (int w = g.columns().first(j); w < g.columns().end(j); w++) {
                    term.at((n * g.inPixels() + h * g.columns().size() + w) * g.c() + c, y, g.divisor(i, j));
                }
            }
        }
    }

    private static int position(PoolGeometry g, double[] xs, int image, int i, int j, int c) {
        int firstH = i * g.window().strideH() - g.window().padH();
        int firstW = j * g.window().strideW() - g.window().padW();
        int best = -1;
        double max = Double.NEGATIVE_INFINITY;
        for (int h = Math.max(firstH, 0); h < Math.min(firstH + g.window().kh(), g.h()); h++) {
            for (int w = Math.max(firstW, 0); w < Math.min(firstW + g.window().kw(), g.w()); w++) {
                double value = xs[(image + h * g.w() + w) * g.c() + c];
                // A NaN counts as largest: a network that diverges must show it.
                if (best < 0 || value > max || Double.isNaN(value) && !Double.isNaN(max)) {
                    best = h * g.w() + w;
                    max = value;
                }
            }
        }
        return best;
    }
}
