package earshot.kernels.conv;

import earshot.kernels.Window;

/// Sizes of a two-dimensional convolution, channels last.
///
/// The input {@code x} is {@code [n, h, w, c]}, the weight {@code [kh, kw, c, o]}, the output {@code [n, outH, outW, o]}.
public record ConvGeometry(int n, int h, int w, int c, int o, Window window) {

    public ConvGeometry {
        if (n < 0 || h < 1 || w < 1 || c < 1 || o < 1) {
            throw new IllegalArgumentException("conv: need n >= 0 and h, w, c, o >= 1, got n " + n + ", h " + h + ", w " + w
                    + ", c " + c + ", o " + o);
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
