package earshot.kernels.conv;

/// One axis of the image that a window slides over. Window position {@code i} covers pixels {@code i · stride - pad + u · dilation}. Offsets may be
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
