package earshot.kernels.conv;

import earshot.kernels.elementwise.SimdEpilogue;

/// The tiles of a 3×3 convolution of stride 1, in the order of images, rows and columns: 4×4 pixels of the output each, and the 6×6
/// pixels of the input that they see.
///
/// @param in the input tiles as patches, one row per tile
/// @param out the output tiles likewise
record WinogradTiles(int count, SimdPatches in, SimdPatches out) {

    static WinogradTiles of(ConvGeometry g) {
        int rows = (g.outH() + Winograd.OUT - 1) / Winograd.OUT;
        int columns = (g.outW() + Winograd.OUT - 1) / Winograd.OUT;
        SimdPatches in = SimdPatches.of(new Axis(g.h(), rows, Winograd.IN, Winograd.OUT, g.window().padH(), 1),
                new Axis(g.w(), columns, Winograd.IN, Winograd.OUT, g.window().padW(), 1), g.c());
        SimdPatches out = SimdPatches.of(new Axis(g.outH(), rows, Winograd.OUT, Winograd.OUT, 0, 1),
                new Axis(g.outW(), columns, Winograd.OUT, Winograd.OUT, 0, 1), g.o());
        return new WinogradTiles(g.n() * rows * columns, in, out);
    }

    /// Transforms input tile {@code t}, read where it stands unless the image's edge crosses it.
    ///
    /// @param spread see [Winograd#input]
    /// @param tile room for a tile
    void input(float[] x, int t, float[] v, int v0, int spread, int step, float[] tile, float[] buffer) {
        int c = in.c();
        int at = in.inside(t);
        if (at >= 0) {
            Winograd.input(c, x, at, in.columns().size() * c, v, v0, spread, step, buffer);
        } else {
            in.gather(x, t, 1, 0, in.width(), tile, in.width());
            Winograd.input(c, tile, 0, Winograd.IN * c, v, v0, spread, step, buffer);
        }
    }

    /// Transforms the gradient of output tile {@code t}, panel by panel of channels.
    ///
    /// @param panel channels of a panel
    /// @param zPanel elements from one panel to the next
    void gradient(float[] dy, int t, int panel, float[] z, int z0, int zPanel, int step, float[] tile, float[] buffer) {
        int o = out.c();
        int at = out.inside(t);
        if (at < 0) {
            out.gather(dy, t, 1, 0, out.width(), tile, out.width());
        }
        for (int j = 0; j < o; j += panel) {
            if (at >= 0) {
                Winograd.gradient(o, j, j + panel, dy, at, out.columns().size() * o, z, z0 + j / panel * zPanel, step, buffer);
            } else {
                Winograd.gradient(o, j, j + panel, tile, 0, Winograd.OUT * o, z, z0 + j / panel * zPanel, step, buffer);
            }
        }
    }

    /// Transforms the products of tile {@code t} back and puts the result in its place, less what lies beyond the image.
    void output(float[] m, int m0, int step, int t, float[] y, float[] tile, float[] buffer) {
        int o = out.c();
        int at = out.inside(t);
        if (at >= 0) {
            Winograd.output(o, m, m0, step, y, at, out.columns().size() * o, buffer);
        } else {
            Winograd.output(o, m, m0, step, tile, 0, Winograd.OUT * o, buffer);
            store(t, tile, y);
        }
    }

    /// Finishes the sums of tile {@code t}, which the first-level cache still holds.
    void finish(int t, SimdEpilogue e, float[] y) {
        int o = out.c();
        Place p = place(t);
        for (int i = 0; i < p.rows; i++) {
            e.apply(y, p.first + i * out.columns().size() * o, o, p.columns, 0, o);
        }
    }

    private void store(int t, float[] tile, float[] y) {
        int o = out.c();
        Place p = place(t);
        for (int i = 0; i < p.rows; i++) {
            System.arraycopy(tile, i * Winograd.OUT * o, y, p.first + i * out.columns().size() * o, p.columns * o);
        }
    }

    /// Where an output tile begins, and how many of its rows and columns lie inside the image.
    private record Place(int first, int rows, int columns) {
    }

    private Place place(int t) {
        int top = t / out.columns().out() % out.rows().out() * Winograd.OUT;
        int left = t % out.columns().out() * Winograd.OUT;
        int line = t / out.outPixels() * out.rows().size() + top;
        return new Place((line * out.columns().size() + left) * out.c(), Math.min(Winograd.OUT, out.rows().size() - top),
                Math.min(Winograd.OUT, out.columns().size() - left));
    }
}
