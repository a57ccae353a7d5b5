package earshot.kernels.conv;

import java.util.Arrays;

/// A convolution's input seen as a matrix: one row per output pixel, one column per weight {@code (u, v, c)}, never built as a
/// whole but gathered block by block ("im2col"). With channels last, one kernel row of one pixel is one run of {@code kw · c}
/// neighbouring numbers.
///
/// Window position {@code (i, j)} covers rows {@code i · strideH - padH + u} and columns {@code j · strideW - padW + v} of the
/// image. Offsets may be negative or reach beyond the image on any side; what lies outside counts as 0.
record SimdPatches(int h, int w, int c, int outH, int outW, int kh, int kw, int strideH, int strideW, int padH, int padW) {

    /// The patches that [ConvGeometry] describes.
    static SimdPatches of(ConvGeometry g) {
        var k = g.window();
        return new SimdPatches(g.h(), g.w(), g.c(), g.outH(), g.outW(), k.kh(), k.kw(), k.strideH(), k.strideW(), k.padH(),
                k.padW());
    }

    /// Whether the matrix is the image itself, row by row, so that nothing need be gathered.
    boolean pointwise() {
        return kh == 1 && kw == 1 && strideH == 1 && strideW == 1 && padH == 0 && padW == 0 && outH == h && outW == w;
    }

    /// Columns of the matrix.
    int columns() {
        return kh * kw * c;
    }

    /// Writes columns {@code [k0, k1)} of {@code rows} rows from {@code row0} on to {@code to}, as {@code [rows, k1 - k0]}.
    void gather(float[] x, int row0, int rows, int k0, int k1, float[] to) {
        int run = kw * c;
        int at = 0;
        int j = row0 % outW;
        int i = row0 / outW % outH;
        int image = row0 / (outW * outH) * h * w * c;
        for (int row = 0; row < rows; row++) {
            int left = (j * strideW - padW) * c;
            for (int u = k0 / run; u * run < k1; u++) {
                int from = Math.max(k0 - u * run, 0);
                int until = Math.min(k1 - u * run, run);
                int line = i * strideH - padH + u;
                if (line < 0 || line >= h) {
                    Arrays.fill(to, at, at + until - from, 0f);
                } else {
                    copy(x, image + line * w * c + left, from, until, -left, w * c - left, to, at);
                }
                at += until - from;
            }
            if (++j == outW) {
                j = 0;
                if (++i == outH) {
                    i = 0;
                    image += h * w * c;
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
