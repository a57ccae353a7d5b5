package earshot.kernels;

/// How a kernel slides over the rows and columns of an image: size, stride, zero padding and dilation, each per axis, in pixels.
///
/// @param dilationH rows from one tap of the kernel to the next
/// @param dilationW columns from one tap of the kernel to the next
public record Window(int kh, int kw, int strideH, int strideW, int padH, int padW, int dilationH, int dilationW) {

    public Window {
        if (kh < 1 || kw < 1 || strideH < 1 || strideW < 1 || padH < 0 || padW < 0) {
            throw new IllegalArgumentException("window: size and stride must be at least 1 and padding at least 0, got size " + kh
                    + "x" + kw + ", stride " + strideH + "x" + strideW + ", padding " + padH + "x" + padW);
        }
        if (dilationH < 1 || dilationW < 1) {
            throw new IllegalArgumentException("window: dilation must be at least 1, which is none, got " + dilationH + "x"
                    + dilationW);
        }
    }

    /// A window without dilation.
    public Window(int kh, int kw, int strideH, int strideW, int padH, int padW) {
        this(kh, kw, strideH, strideW, padH, padW, 1, 1);
    }

    /// The same size, stride and padding along both axes.
    public static Window square(int size, int stride, int pad) {
        return new Window(size, size, stride, stride, pad, pad);
    }

    /// A window over a sequence, which is an image of one row.
    public static Window line(int size, int stride, int pad, int dilation) {
        return new Window(1, size, 1, stride, 0, pad, 1, dilation);
    }

    /// This window with its taps apart.
    public Window dilated(int rows, int columns) {
        return new Window(kh, kw, strideH, strideW, padH, padW, rows, columns);
    }

    /// Whether all taps are neighbours.
    public boolean dense() {
        return dilationH == 1 && dilationW == 1;
    }

    /// Number of positions over {@code h} rows: {@code floor((h + 2 padH - dilationH (kh - 1) - 1) / strideH) + 1}.
    public int outH(int h) {
        return positions("rows", h, kh, dilationH, strideH, padH);
    }

    /// Number of positions over {@code w} columns.
    public int outW(int w) {
        return positions("columns", w, kw, dilationW, strideW, padW);
    }

    private static int positions(String axis, int size, int k, int dilation, int stride, int pad) {
        int extent = dilation * (k - 1) + 1;
        if (size + 2 * pad < extent) {
            throw new IllegalArgumentException("window: " + size + " " + axis + " with padding " + pad
                    + " on each side are fewer than the kernel's " + extent
                    + (dilation == 1 ? "" : " (" + k + " taps, dilation " + dilation + ")")
                    + "; use a larger image, more padding or a smaller kernel");
        }
        return (size + 2 * pad - extent) / stride + 1;
    }
}
