package earshot.kernels.conv;

import earshot.kernels.Window;

/// Sizes of a two-dimensional convolution, channels last. A convolution of sequences is one of images of one row.
///
/// The input {@code x} is {@code [n, h, w, c]}, the weight {@code [kh, kw, c / groups, o]}, the output {@code [n, outH, outW, o]}.
/// Channels fall into {@code groups} runs of neighbours; the outputs of a group see its inputs only.
public record ConvGeometry(int n, int h, int w, int c, int o, int groups, Window window) {

    public ConvGeometry {
        if (n < 0 || h < 1 || w < 1 || c < 1 || o < 1) {
            throw new IllegalArgumentException("conv: need n >= 0 and h, w, c, o >= 1, got n " + n + ", h " + h + ", w " + w
                    + ", c " + c + ", o " + o);
        }
        if (groups < 1 || c % groups != 0 || o % groups != 0) {
            throw new IllegalArgumentException("conv: groups must divide the channels, got " + groups + " groups of " + c
                    + " input channels and " + o + " output channels");
        }
        window.outH(h);
        window.outW(w);
    }

    /// A convolution in one group.
    public ConvGeometry(int n, int h, int w, int c, int o, Window window) {
        this(n, h, w, c, o, 1, window);
    }

    /// Rows of the output.
    public int outH() {
        return window.outH(h);
    }

    /// Columns of the output.
    public int outW() {
        return window.outW(w);
    }

    /// Input channels of a group.
    public int groupC() {
        return c / groups;
    }

    /// Output channels of a group.
    public int groupO() {
        return o / groups;
    }
}
