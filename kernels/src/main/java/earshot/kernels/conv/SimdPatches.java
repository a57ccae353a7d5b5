package earshot.kernels.conv;

import static earshot.kernels.simd.Lanes.FLOATS;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/// A convolution's input seen as a matrix: one row per output pixel, one column per weight {@code (u, v, c)}, never built as a
/// whole but gathered block by block ("im2col"). With channels last, one kernel row of one pixel is one run of {@code kw · c}
/// neighbouring numbers, unless taps stand apart or only some of a pixel's channels are wanted: then every tap is a run.
///
/// @param c channels to gather
/// @param first the first of them
/// @param pixel channels of a pixel
record SimdPatches(Axis rows, Axis columns, int c, int first, int pixel) {
    private static final int L = FLOATS.length();

    /// The patches that one group of a convolution sees.
    static SimdPatches of(ConvGeometry g, int group) {
        return new SimdPatches(Axis.rows(g), Axis.columns(g), g.groupC(), group * g.groupC(), g.c());
    }

    /// Patches of all channels.
    static SimdPatches of(Axis rows, Axis columns, int c) {
        return new SimdPatches(rows, columns, c, 0, c);
    }

    /// Whether the matrix is the image itself, row by row, so that nothing need be gathered: a row begins {@link #pixel} after the
    /// one before it, the first one at {@link #first}.
    boolean pointwise() {
        return rows.identity() && columns.identity();
    }

    /// Rows of the matrix that belong to one image.
    int outPixels() {
        return rows.out() * columns.out();
    }

    /// Columns of the matrix.
    int width() {
        return rows.k() * columns.k() * c;
    }

    /// Where a patch begins in {@code x} if all of it lies inside the image, otherwise -1.
    int inside(int row) {
        int line = row / columns.out() % rows.out() * rows.stride() - rows.pad();
        int column = row % columns.out() * columns.stride() - columns.pad();
        boolean inside = line >= 0 && column >= 0 && line + rows.k() <= rows.size() && column + columns.k() <= columns.size();
        return inside ? ((row / outPixels() * rows.size() + line) * columns.size() + column) * pixel + first : -1;
    }

    /// Writes columns {@code [k0, k1)} of {@code count} rows from {@code row0} on to {@code to}, as rows {@code pitch} apart. What stands
    /// between and behind them may change.
    ///
    /// @param pitch at least {@code k1 - k0}, and a vector more if there are several rows
    void gather(float[] x, int row0, int count, int k0, int k1, float[] to, int pitch) {
        boolean joined = columns.dilation() == 1 && c == pixel;
        int taps = joined ? 1 : columns.k(); // runs per kernel row
        int run = joined ? columns.k() * c : c;
        for (int row = 0; row < count;) {
            int j = (row0 + row) % columns.out();
            int i = (row0 + row) / columns.out() % rows.out();
            int image = (row0 + row) / outPixels() * rows.size();
            int n = Math.min(count - row, columns.out() - j);
            for (int r = k0 / run; r * run < k1; r++) {
                int from = Math.max(k0 - r * run, 0);
                int until = Math.min(k1 - r * run, run);
                int line = i * rows.stride() - rows.pad() + r / taps * rows.dilation();
                int at = row * pitch + r * run + from - k0;
                if (line < 0 || line >= rows.size()) {
                    for (int p = 0; p < n; p++) {
                        Arrays.fill(to, at + p * pitch, at + p * pitch + until - from, 0f);
                    }
                } else {
                    int left = j * columns.stride() - columns.pad() + r % taps * columns.dilation();
                    line(x, (image + line) * columns.size(), left, n, joined ? columns.k() : 1, from, until, to, at, pitch);
                }
            }
            row += n;
        }
    }

    /// One run of each of {@code n} neighbouring rows: elements {@code [from, until)} of {@code span} pixels, which begin at pixel
    /// {@code left} of the line at pixel {@code x0} and move on by the stride.
    private void line(float[] x, int x0, int left, int n, int span, int from, int until, float[] to, int at, int pitch) {
        int inside = Math.clamp(Math.ceilDiv(-left, columns.stride()), 0, n);
        int outside = Math.clamp(Math.floorDiv(columns.size() - span - left, columns.stride()) + 1, inside, n);
        move(x, (x0 + left + inside * columns.stride()) * pixel + first + from, columns.stride() * pixel, to, at + inside * pitch,
                pitch,
                outside - inside, until - from);
        for (int p = 0; p < n; p++) {
            if (p < inside || p >= outside) {
                int column = left + p * columns.stride();
                copy(x, (x0 + column) * pixel + first, from, until, -column * c, (columns.size() - column) * c, to,
                        at + p * pitch);
            }
        }
    }

    /// Copies {@code count} runs of {@code n} numbers. Short ones go as whole vectors, for which there is no call: what they write behind
    /// a run is written over by the next.
    private static void move(float[] x, int x0, int step, float[] to, int to0, int pitch, int count, int n) {
        int i = 0;
        if (n <= L) {
            int safe = Math.min(Math.floorDiv(x.length - x0 - L, step), Math.floorDiv(to.length - to0 - L, pitch)) + 1;
            for (int end = Math.min(count, safe); i < end; i++) {
                FloatVector.fromArray(FLOATS, x, x0 + i * step).intoArray(to, to0 + i * pitch);
            }
        }
        for (; i < count; i++) {
            System.arraycopy(x, x0 + i * step, to, to0 + i * pitch, n);
        }
    }

    /// Copies elements {@code [from, until)} of a run that begins at {@code x0}; only {@code [lo, hi)} lies inside the image.
    private static void copy(float[] x, int x0, int from, int until, int lo, int hi, float[] to, int at) {
        int first = Math.clamp(lo, from, until);
        int last = Math.clamp(hi, first, until);
        Arrays.fill(to, at, at + first - from, 0f);
        if (last > first) {
            System.arraycopy(x, x0 + first, to, at + first - from, last - first);
        }
        Arrays.fill(to, at + last - from, at + until - from, 0f);
    }
}
