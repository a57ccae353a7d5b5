package earshot.kernels.conv;

import earshot.kernels.elementwise.SimdEpilogue;
import earshot.kernels.simd.Scratch;
import earshot.kernels.simd.Workers;

/// Convolutions in which every input channel has outputs of its own ("depthwise"), forward and the input's gradient: there is no
/// sum over channels, so a matrix product would be all padding. Channels are contiguous; everything runs along them.
///
/// Both directions are correlations of a row of windows with taps {@code [taps, channels]}, which [DepthwiseRow] computes. The gradient
/// is one of {@code dy}, in phases (see [Phase]).
///
/// With several outputs per input channel, rows of the input are written out with repeated channels first, and rows of its
/// gradient added up last.
final class SimdDepthwise {
    /// Tasks to aim for.
    private static final int TASKS = 64;

    private final Workers workers;

    SimdDepthwise(Workers workers) {
        this.workers = workers;
    }

    /// Where this method is used: one input channel per group, several groups.
    static boolean suits(ConvGeometry g) {
        return g.groups() > 1 && g.groupC() == 1;
    }

    void forward(ConvGeometry g, float[] x, float[] w, SimdEpilogue e, float[] y) {
        Axis rows = Axis.rows(g);
        Axis columns = Axis.columns(g);
        int o = g.o();
        int line = g.w() * g.c(); // one row of x
        boolean repeated = g.groupO() > 1;
        int tapStep = repeated ? g.w() * o : rows.dilation() * line;
        DepthwiseRow kernel = new DepthwiseRow(columns, rows.k(), rows.stride(), o, tapStep);
        bands(g.n(), rows.out(), (image, from, to) -> {
            for (int i = from; i < to; i++) {
                int first = rows.firstTap(i);
                int taps = rows.endTap(i) - first;
                int top = i * rows.stride() - rows.pad() + first * rows.dilation();
                int x0 = (image * g.h() + top) * line;
                float[] source = x;
                if (repeated) {
                    source = Scratch.PATCHES.floats(taps * tapStep);
                    for (int u = 0; u < taps; u++) {
                        repeat(x, x0 + u * rows.dilation() * line, line, g.groupO(), source, u * tapStep);
                    }
                    x0 = 0;
                }
                int y0 = (image * g.outH() + i) * g.outW() * o;
                kernel.correlate(taps, source, x0, w, first * columns.k() * o, y, y0, o);
                e.apply(y, y0, o, g.outW(), 0, o);
            }
        });
    }

    void backwardData(ConvGeometry g, float[] w, float[] dy, float[] dx) {
        for (int rh = 0; rh < g.window().strideH(); rh++) {
            for (int rw = 0; rw < g.window().strideW(); rw++) {
                Phase a = Phase.of(rh, Axis.rows(g));
                Phase b = Phase.of(rw, Axis.columns(g));
                if (a.count() > 0 && b.count() > 0) {
                    phase(g, a, b, turned(g, a, b, w), dy, dx);
                }
            }
        }
    }

    private void phase(ConvGeometry g, Phase a, Phase b, float[] w, float[] dy, float[] dx) {
        Axis rows = a.axis(g.outH());
        Axis columns = b.axis(g.outW());
        int c = g.c();
        int o = g.o();
        int line = g.outW() * o; // one row of dy
        boolean folded = g.groupO() > 1;
        DepthwiseRow kernel = new DepthwiseRow(columns, rows.k(), 1, o, rows.dilation() * line);
        bands(g.n(), a.count(), (image, from, to) -> {
            for (int i = from; i < to; i++) {
                int first = rows.firstTap(i);
                int taps = rows.endTap(i) - first;
                int dy0 = (image * g.outH() + i - rows.pad() + first * rows.dilation()) * line;
                int dx0 = ((image * g.h() + a.first() + i * a.stride()) * g.w() + b.first()) * c;
                if (folded) {
                    float[] row = Scratch.BLOCK.floats(b.count() * o);
                    kernel.correlate(taps, dy, dy0, w, first * columns.k() * o, row, 0, o);
                    for (int j = 0; j < b.count(); j++) {
                        fold(row, j * o, c, g.groupO(), dx, dx0 + j * b.stride() * c);
                    }
                } else {
                    kernel.correlate(taps, dy, dy0, w, first * columns.k() * o, dx, dx0, b.stride() * c);
                }
            }
        });
    }

    /// The weights of one phase, taps in reverse: {@code [taps, taps, o]}.
    private static float[] turned(ConvGeometry g, Phase a, Phase b, float[] w) {
        int o = g.o();
        float[] to = Scratch.PANELS.floats(a.taps() * b.taps() * o);
        for (int s = 0; s < a.taps(); s++) {
            for (int t = 0; t < b.taps(); t++) {
                System.arraycopy(w, (a.tap(s) * g.window().kw() + b.tap(t)) * o, to, (s * b.taps() + t) * o, o);
            }
        }
        return to;
    }

    /// Rows {@code [from, to)} of one image.
    private interface Band {
        void accept(int image, int from, int to);
    }

    private void bands(int images, int rows, Band band) {
        int bands = Math.clamp(TASKS / Math.max(1, images), 1, rows);
        workers.run(images * bands, task -> {
            int i = task % bands;
            band.accept(task / bands, i * rows / bands, (i + 1) * rows / bands);
        });
    }

    /// Writes every one of {@code n} numbers {@code times} times.
    static void repeat(float[] x, int x0, int n, int times, float[] to, int to0) {
        for (int i = 0; i < n; i++) {
            for (int t = 0; t < times; t++) {
                to[to0 + i * times + t] = x[x0 + i];
            }
        }
    }

    /// Adds up every {@code times} neighbours of {@code n · times} numbers.
    private static void fold(float[] x, int x0, int n, int times, float[] to, int to0) {
        for (int i = 0; i < n; i++) {
            float sum = 0;
            for (int t = 0; t < times; t++) {
                sum += x[x0 + i * times + t];
            }
            to[to0 + i] = sum;
        }
    }
}
