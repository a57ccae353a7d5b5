package earshot.experiments.models;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.experiments.tokens.PatchGrid;
import earshot.kernels.Backend;

/// Vectors that tell the places of patches apart, sines and cosines of row and column (Vaswani et al., 2017; He et al., "MAE", 2022). They
/// are not learned, so a network has no size of picture in it.
///
/// ```
/// p[i]             = sin(row · w_i)        p[width/4 + i]   = cos(row · w_i)        w_i = 10000^(-4i / width)
/// p[width/2 + i]   = sin(column · w_i)     p[3width/4 + i]  = cos(column · w_i)     for i < width / 4
/// ```
final class PatchPositions {
    private static final double LONGEST = 10_000;

    private PatchPositions() {
    }

    /// Vectors of all places, `[1, patches, width]`.
    ///
    /// @param width a multiple of 4
    static Tensor of(Backend backend, PatchGrid grid, int width) {
        float[] p = new float[grid.count() * width];
        int quarter = width / 4;
        for (int patch = 0; patch < grid.count(); patch++) {
            int row = patch % grid.rows();
            int column = patch / grid.rows();
            for (int i = 0; i < quarter; i++) {
                double frequency = Math.pow(LONGEST, -(double) i / quarter);
                int at = patch * width + i;
                p[at] = (float) Math.sin(row * frequency);
                p[at + quarter] = (float) Math.cos(row * frequency);
                p[at + 2 * quarter] = (float) Math.sin(column * frequency);
                p[at + 3 * quarter] = (float) Math.cos(column * frequency);
            }
        }
        return Tensor.of(backend, Shape.of(1, grid.count(), width), p);
    }
}
