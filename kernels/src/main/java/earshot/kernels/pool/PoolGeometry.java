package earshot.kernels.pool;

import earshot.kernels.Window;

/// Sizes of a pooling over images {@code [n, h, w, c]} to {@code [n, outH, outW, c]}.
public record PoolGeometry(int n, int h, int w, int c, Window window) {

    public PoolGeometry {
        if (n < 0 || h < 1 || w < 1 || c < 1) {
            throw new IllegalArgumentException(
                    "pool: need n >= 0 and h, w, c >= 1, got n " + n + ", h " + h + ", w " + w + ", c " + c);
        }
        if (window.padH() * 2 > window.kh() || window.padW() * 2 > window.kw()) {
            throw new IllegalArgumentException(
                    "pool: padding must be at most half of the window, or a window could hold no pixel;"
                            + " got padding " + window.padH() + "x" + window.padW() + " for a window of " + window.kh() + "x"
                            + window.kw());
        }
        if (!window.dense()) {
            throw new IllegalArgumentException("pool: windows have no dilation, got " + window.dilationH() + "x"
                    + window.dilationW() + "; use 1x1");
        }
        window.outH(h);
        window.outW(w);
    }

    /// Rows of the output.
    public int outH() {
        return window.outH(h);
    }

    /// Columns of the output.
    public int outW() {
        return window.outW(w);
    }
}
