package earshot.kernels.conv;

import earshot.kernels.simd.Lines;
import earshot.kernels.simd.Scratch;
import earshot.kernels.simd.Workers;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

import static earshot.kernels.simd.Lanes.FLOATS;

/// The gradient of depthwise weights: for every tap and channel a sum over all output pixels, a vector of channels at a time.
///
/// The rows of the output fall into bands whose operands stay in the second-level cache, and the bands into parts with a partial
/// sum each, one task per part. How it is cut depends on the geometry alone, so results do not depend on the number of threads.
final class SimdDepthwiseWeight {
    /// Numbers of {@code x} and {@code dy} in a band: half of a second-level cache.
    private static final int BAND = 1 << 17;
    /// Partial sums.
    private static final int PARTS = 16;
    private static final int L = FLOATS.length();

    private final Workers workers;

    SimdDepthwiseWeight(Workers workers) {
        this.workers = workers;
    }

    void backwardWeight(ConvGeometry g, float[] x, float[] dy, float[] dw) {
        int o = g.o();
        int size = g.window().kh() * g.window().kw() * o;
        // Repeated channels are written out row by row.
        int rows = g.groupO() > 1
                ? 1
                : Math.clamp(BAND / ((long) (g.window().strideH() * g.w() + g.outW()) * o), 1, g.outH());
        int bands = (g.outH() + rows - 1) / rows;
        int all = g.n() * bands;
        int parts = Math.clamp(all, 1, PARTS);
        float[] partials = Scratch.PARTIALS.floats(Math.multiplyExact(parts, size));
        workers.run(parts, part -> {
            Arrays.fill(partials, part * size, (part + 1) * size, 0f);
            for (int band = (int) ((long) all * part / parts); band < (int) ((long) all * (part + 1) / parts); band++) {
                int from = band % bands * rows;
                band(g, band / bands, from, Math.min(g.outH(), from + rows), x, dy, partials, part * size);
            }
        });
        workers.stretches(size, 1024, (from, to) -> {
            for (int i = from; i < to; i += L) {
                VectorMask<Float> m = FLOATS.indexInRange(i, to);
                FloatVector s = FloatVector.fromArray(FLOATS, partials, i, m);
                for (int p = 1; p < parts; p++) {
                    s = s.add(FloatVector.fromArray(FLOATS, partials, p * size + i, m));
                }
                s.intoArray(dw, i, m);
            }
        });
    }

    /// Adds the products of rows {@code [from, to)} of one image to the sums that begin at {@code z0}.
    private static void band(ConvGeometry g, int image, int from, int to, float[] x, float[] dy, float[] z, int z0) {
        Axis rows = Axis.rows(g);
        int o = g.o();
        int line = g.w() * g.c();
        // A vector of channels at a time takes little of many lines: 144 channels that came from memory went from 17 to 20 GFLOP/s.
        Lines.fetch(dy, (image * g.outH() + from) * g.outW() * o, (to - from) * g.outW() * o);
        int top = Math.max(0, from * rows.stride() - rows.pad());
        int bottom = Math.min(g.h(), (to - 1) * rows.stride() - rows.pad() + (rows.k() - 1) * rows.dilation() + 1);
        Lines.fetch(x, (image * g.h() + top) * line, (bottom - top) * line);
        for (int u = 0; u < rows.k(); u++) {
            int first = Math.max(from, rows.firstPosition(u));
            int count = Math.min(to, rows.endPosition(u)) - first;
            if (count <= 0) {
                continue;
            }
            int x0 = (image * g.h() + first * rows.stride() - rows.pad() + u * rows.dilation()) * line;
            float[] source = x;
            if (g.groupO() > 1) {
                source = Scratch.PATCHES.floats(g.w() * o);
                SimdDepthwise.repeat(x, x0, line, g.groupO(), source, 0);
                x0 = 0;
            }
            taps(Axis.columns(g), count, o, source, x0, rows.stride() * line, dy,
                    (image * g.outH() + first) * g.outW() * o, g.outW() * o, z, z0 + u * g.window().kw() * o);
        }
    }

    /// One row of taps over {@code rows} rows of {@code dy}. Three taps share each load of {@code dy} at the positions where all
    /// taps of the row lie inside the image; each goes its own way over the others.
    private static void taps(Axis columns, int rows, int c, float[] x, int x0, int xRow, float[] dy, int dy0,
            int dyRow, float[] z, int z0) {
        int first = columns.firstPosition(0);
        int end = Math.max(first, columns.endPosition(columns.k() - 1));
        int step = columns.stride() * c;
        for (int v = 0; v < columns.k(); v += 3) {
            int last = columns.k() - 1 - v;
            int second = Math.min(1, last) * c;
            int third = Math.min(2, last) * c;
            int at = x0 + (first * columns.stride() - columns.pad() + v * columns.dilation()) * c;
            for (int i = 0; i + L <= c; i += L) {
                three(rows, end - first, x, at + i, second * columns.dilation(), third * columns.dilation(), step, xRow, dy,
                        dy0 + first * c + i, c, dyRow, z, z0 + v * c + i, second, third);
            }
        }
        for (int v = 0; v < columns.k(); v++) {
            int from = columns.firstPosition(v);
            int to = columns.endPosition(v);
            int at = x0 + (v * columns.dilation() - columns.pad()) * c;
            for (int i = 0; i < c; i += L) {
                if (i + L <= c) {
                    one(rows, from, Math.min(to, first), x, at + i, step, xRow, dy, dy0 + i, c, dyRow, z, z0 + v * c + i, L);
                    one(rows, Math.max(from, end), to, x, at + i, step, xRow, dy, dy0 + i, c, dyRow, z, z0 + v * c + i, L);
                } else {
                    one(rows, from, to, x, at + i, step, xRow, dy, dy0 + i, c, dyRow, z, z0 + v * c + i, c - i);
                }
            }
        }
    }

    /// Where taps are fewer than three, the last stands for those that are missing: it stores the same number again.
    private static void three(int rows, int count, float[] x, int x0, int x1, int x2, int xStep, int xRow, float[] dy, int dy0,
            int dyStep, int dyRow, float[] z, int z0, int z1, int z2) {
        FloatVector a = FloatVector.fromArray(FLOATS, z, z0);
        FloatVector b = FloatVector.fromArray(FLOATS, z, z0 + z1);
        FloatVector c = FloatVector.fromArray(FLOATS, z, z0 + z2);
        for (int i = 0; i < rows; i++) {
            int p = x0 + i * xRow;
            int q = dy0 + i * dyRow;
            for (int j = 0; j < count; j++) {
                FloatVector d = FloatVector.fromArray(FLOATS, dy, q);
                a = FloatVector.fromArray(FLOATS, x, p).fma(d, a);
                b = FloatVector.fromArray(FLOATS, x, p + x1).fma(d, b);
                c = FloatVector.fromArray(FLOATS, x, p + x2).fma(d, c);
                p += xStep;
                q += dyStep;
            }
        }
        a.intoArray(z, z0);
        b.intoArray(z, z0 + z1);
        c.intoArray(z, z0 + z2);
    }

    /// One tap over positions {@code [from, to)}, for {@code n} channels.
    private static void one(int rows, int from, int to, float[] x, int x0, int xStep, int xRow, float[] dy, int dy0, int dyStep,
            int dyRow, float[] z, int z0, int n) {
        if (to <= from) {
            return;
        }
        VectorMask<Float> m = FLOATS.indexInRange(0, n);
        FloatVector a = FloatVector.fromArray(FLOATS, z, z0, m);
        for (int i = 0; i < rows; i++) {
            int p = x0 + i * xRow + from * xStep;
            int q = dy0 + i * dyRow + from * dyStep;
            for (int j = from; j < to; j++) {
                a = FloatVector.fromArray(FLOATS, x, p, m).fma(FloatVector.fromArray(FLOATS, dy, q, m), a);
                p += xStep;
                q += dyStep;
            }
        }
        a.intoArray(z, z0, m);
    }
}
