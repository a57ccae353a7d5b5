package earshot.kernels.conv;

import earshot.kernels.DoubleStorage;
import earshot.kernels.Storage;
import earshot.kernels.Window;
import earshot.kernels.elementwise.Epilogue;
import earshot.kernels.elementwise.ReferenceEpilogue;
import java.util.Arrays;

/// [ConvKernels] in double precision. All three kernels walk over the same set of products {@code (n, i, j, u, v, c, o)}; they
/// differ only in which of the three arrays receives the sum.
public final class ReferenceConv implements ConvKernels {

    /// What becomes of one product: the positions of its elements in {@code x}, {@code w} and {@code y}.
    private interface Term {
        void at(int x, int w, int y);
    }

    @Override
    public void forward(ConvGeometry g, Storage x, Storage w, Epilogue e, Storage y) {
        double[] xs = DoubleStorage.of(x);
        double[] ws = DoubleStorage.of(w);
        double[] ys = DoubleStorage.of(y);
        int size = g.n() * g.outH() * g.outW() * g.o();
        Arrays.fill(ys, 0, size, 0);
        terms(g, (atX, atW, atY) -> ys[atY] += xs[atX] * ws[atW]);
        for (int i = 0; i < size; i++) {
            ys[i] = ReferenceEpilogue.apply(e, g.o(), i, ys[i]);
        }
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
        Arrays.fill(dws, 0, g.window().kh() * g.window().kw() * g.groupC() * g.o(), 0);
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
        Window k = g.window();
        for (int u = 0; u < k.kh(); u++) {
            for (int v = 0; v < k.kw(); v++) {
                int h = i * k.strideH() + u * k.dilationH() - k.padH();
                int w = j * k.strideW() + v * k.dilationW() - k.padW();
                if (h < 0 || h >= g.h() || w < 0 || w >= g.w()) {
                    continue;
                }
                int x = ((n * g.h() + h) * g.w() + w) * g.c();
                int y = ((n * g.outH() + i) * g.outW() + j) * g.o();
                for (int c = 0; c < g.c(); c++) {
                    int first = c / g.groupC() * g.groupO();
                    int tap = ((u * k.kw() + v) * g.groupC() + c % g.groupC()) * g.o();
                    for (int o = first; o < first + g.groupO(); o++) {
                        term.at(x + c, tap + o, y + o);
                    }
                }
            }
        }
    }
}
