package earshot.kernels.conv;

import java.util.Arrays;

/// A convolution's input seen as a matrix: one row per output pixel, one column per weight {@code (u, v, c)}, never built as a
/// whole but gathered block by block ("im2col"). With channels last, one kernel row of one pixel is one run of {@code kw · c}
/// neighbouring numbers, unless taps stand apart or only some of a pixel's channels are wanted: then every tap is a run.
///
/// @param c channels to gather
/// @param first the first of them
/// @param pixel channels of a pixel
record SimdPatches(Axis rows, Axis columns, int c, int first, int pixel) {

    /// One axis of the image. Window position {@code i} covers pixels {@code i · stride - pad + u · dilation}. Offsets may be
    /// negative or reach beyond the image on any side; what lies outside counts as 0.
    ///
    /// @param size pixels of the image
    /// @param out positions of the window
    /// @param k taps
    record Axis(int size, int out, int k, int stride, int pad, int dilation) {

        static Axis rows(ConvGeometry g) {
            var k = g.window();
            return new Axis(g.h(), g.outH(), k.kh(), k.strideH(), k.padH(), k.dilationH());
        }

        static Axis columns(ConvGeometry g) {
            var k = g.window();
            return new Axis(g.w(), g.outW(), k.kw(), k.strideW(), k.padW(), k.dilationW());
        }

        /// The first tap that lies inside the image at position {@code i}.
        int firstTap(int i) {
            return Math.clamp(Math.ceilDiv(pad - i * stride, dilation), 0, k);
        }

        /// The first tap from {@link #firstTap} on that lies beyond the image again at position {@code i}.
        int endTap(int i) {
            return Math.clamp(Math.floorDiv(size - 1 + pad - i * stride, dilation) + 1, firstTap(i), k);
        }

        /// The first position at which a tap lies inside the image.
        int firstPosition(int tap) {
            return Math.clamp(Math.ceilDiv(pad - tap * dilation, stride), 0, out);
        }

        /// The first position at which a tap lies beyond the image again.
        int endPosition(int tap) {
            return Math.clamp(Math.floorDiv(size - 1 + pad - tap * dilation, stride) + 1, 0, out);
        }

        /// Whether position {@code i} is pixel {@code i}.
        boolean identity() {
            return k == 1 && stride == 1 && pad == 0 && out == size;
        }
    }

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
        return rows.out * columns.out;
    }

    /// Columns of the matrix.
    int width() {
        return rows.k * columns.k * c;
    }

    /// Where a patch begins in {@code x} if all of it lies inside the image, otherwise -1.
    int inside(int row) {
        int line = row / columns.out % rows.out * rows.stride - rows.pad;
        int column = row % columns.out * columns.stride - columns.pad;
        boolean inside = line >= 0 && column >= 0 && line + rows.k <= rows.size && column + columns.k <= columns.size;
        return inside ? ((row / outPixels() * rows.size + line) * columns.size + column) * pixel + first : -1;
    }

    /// Writes columns {@code [k0, k1)} of {@code count} rows from {@code row0} on to {@code to}, as {@code [count, k1 - k0]}.
    void gather(float[] x, int row0, int count, int k0, int k1, float[] to) {
        boolean joined = columns.dilation == 1 && c == pixel;
        int taps = joined ? 1 : columns.k; // runs per kernel row
        int run = joined ? columns.k * c : c;
        int at = 0;
        int j = row0 % columns.out;
        int i = row0 / columns.out % rows.out;
        int image = row0 / outPixels() * rows.size * columns.size * pixel;
        for (int row = 0; row < count; row++) {
            int left = j * columns.stride - columns.pad;
            int r = k0 / run;
            int u = r / taps;
            int v = r % taps;
            for (; r * run < k1; r++) {
                int from = Math.max(k0 - r * run, 0);
                int until = Math.min(k1 - r * run, run);
                int line = i * rows.stride - rows.pad + u * rows.dilation;
                int column = left + v * columns.dilation;
                if (line < 0 || line >= rows.size) {
                    Arrays.fill(to, at, at + until - from, 0f);
                } else if (joined) {
                    copy(x, image + (line * columns.size + column) * c, from, until, -column * c, (columns.size - column) * c, to,
                            at);
                } else if (column < 0 || column >= columns.size) {
                    Arrays.fill(to, at, at + until - from, 0f);
                } else {
                    System.arraycopy(x, image + (line * columns.size + column) * pixel + first + from, to, at, until - from);
                }
                at += until - from;
                if (++v == taps) {
                    v = 0;
                    u++;
                }
            }
            if (++j == columns.out) {
                j = 0;
                if (++i == rows.out) {
                    i = 0;
                    image += rows.size * columns.size * pixel;
                }
            }
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
