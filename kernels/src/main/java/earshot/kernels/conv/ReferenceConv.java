package earshot.kernels.conv;

import earshot.kernels.DoubleStorage;
import earshot.kernels.Storage;
import java.util.Arrays;

/// [ConvKernels] in double precision. All three kernels walk over the same set of products {@code (n, i, j, u, v, c, o)}; they
/// differ only in which of the three arrays receives the sum.
public final class ReferenceConv implements ConvKernels {

    /// What becomes of one product: the positions of its elements in {@code x}, {@code w} and {@code y}.
    private interface Term {
        void at(int x, int w, int y);
    }

    @Override
    public void forward(ConvGeometry g, Storage x, Storage w, Storage y) {
        double[] xs = DoubleStorage.of(x);
        double[] ws = DoubleStorage.of(w);
        double[] ys = DoubleStorage.of(y);
        Arrays.fill(ys, 0, g.n() * g.outH() * g.outW() * g.o(), 0);
        terms(g, (atX, atW, atY) -> ys[atY] += xs[atX] * ws[atW]);
    }

    @Override
    public void backwardData(ConvGeometry g, Storage w, Storage dy, Storage dx) {
        double[] ws = DoubleStorage.of(w);
        double[] dys = DoubleStorage.of(dy);
        double[] dxs = DoubleStorage.of(dx);
        Arrays.fill(dxs, 0, g.n() * g.h() * g.w() * g.c(), 0);
        terms(g, (atX, atW, atY) -> dxs[atX] += dys[atY] * ws[atW]);
    }

    @Override
    public void backwardWeight(ConvGeometry g, Storage x, Storage dy, Storage dw) {
        double[] xs = DoubleStorage.of(x);
        double[] dys = DoubleStorage.of(dy);
        double[] dws = DoubleStorage.of(dw);
        Arrays.fill(dws, 0, g.window().kh() * g.window().kw() * g.c() * g.o(), 0);
        terms(g, (atX, atW, atY) -> dws[atW] += xs[atX] * dys[atY]);
    }

    private static void terms(ConvGeometry g, Term term) {
        for (int n = 0; n < g.n(); n++) {
            for (int i = 0; i < g.outH(); i++) {
                for (int j = 0; j < g.outW(); j++) {
                    window(g, n, i, j, term);
                }
            }
        }
    }

    private static void window(ConvGeometry g, int n, int i, int j, Term term) {
        int kh = g.window().kh();
        int kw = g.window().kw();
        for (int u = 0; u < kh; u++) {
            for (int v = 0; v < kw; v++) {
                int h = i * g.window().strideH() + u - g.window().padH();
                int w = j * g.window().strideW() + v - g.window().padW();
                if (h < 0 || h >= g.h() || w < 0 || w >= g.w()) {
                    continue;
                }
                for (int c = 0; c < g.c(); c++) {
                    int atX = ((n * g.h() + h) * g.w() + w) * g.c() + c;
                    int atW = ((u * kw + v) * g.c() + c) * g.o();
                    int atY = ((n * g.outH() + i) * g.outW() + j) * g.o();
                    for (int o = 0; o < g.o(); o++) {
                        term.at(atX, atW + o, atY + o);
                    }
                }
            }
        }
    }
}
