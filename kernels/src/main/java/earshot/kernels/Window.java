package earshot.kernels;

/// How a kernel slides over the rows and columns of an image: size, stride and zero padding, each per axis, in pixels.
public record Window(int kh, int kw, int strideH, int strideW, int padH, int padW) {

    public Window {
        if (kh < 1 || kw < 1 || strideH < 1 || strideW < 1 || padH < 0 || padW < 0) {
            throw new IllegalArgumentException("window: size and stride must be at least 1 and padding at least 0, got size " + kh
                    + "x" + kw + ", stride " + strideH + "x" + strideW + ", padding " + padH + "x" + padW);
        }
    }

    /// The same size, stride and padding along both axes.
    public static Window square(int size, int stride, int pad) {
        return new Window(size, size, stride, stride, pad, pad);
    }

    /// Number of positions over {@code h} rows: {@code floor((h + 2 padH - kh) / strideH) + 1}.
    public int outH(int h) {
        return positions("rows", h, kh, strideH, padH);
    }

    /// Number of positions over {@code w} columns.
    public int outW(int w) {
        return positions("columns", w, kw, strideW, padW);
    }

    private static int positions(String axis, int size, int k, int stride, int pad) {
        if (size + 2 * pad < k) {
            throw new IllegalArgumentException("window: " + size + " " + axis + " with padding " + pad
                    + " on each side are fewer than the kernel's " + k
                    + "; use a larger image, more padding or a smaller kernel");
        }
        return (size + 2 * pad - k) / stride + 1;
    }
}
