package earshot.kernels.pool;

import earshot.kernels.IntStorage;
import earshot.kernels.Storage;

/// Pooling over parts of images. (Global average pooling is a mean over two axes: see
/// [earshot.kernels.reduce.ReduceKernels].)
public interface PoolKernels {

    /// {@code y[n, i, j, c] = max of x over the window}, padding left out. {@code argmax}, of {@code y}'s shape, receives the
    /// position {@code h · W + w} of the maximum inside its image; of equal values the first in row-major order wins.
    void max(PoolGeometry g, Storage x, Storage y, IntStorage argmax);

    /// {@code dx[n, h, w, c] = Σ dy[n, i, j, c]} over the windows whose maximum stands at {@code (h, w)}. Writes all of
    /// {@code dx}.
    void maxBackward(PoolGeometry g, Storage dy, IntStorage argmax, Storage dx);

    /// {@code y[n, i, j, c] = Σ x[n, h, w, c] / divisor(i, j)} over the rows and columns that position {@code (i, j)} spans.
    void average(AverageGeometry g, Storage x, Storage y);

    /// {@code dx[n, h, w, c] = Σ dy[n, i, j, c] / divisor(i, j)} over the positions that span {@code (h, w)}. Writes all of
    /// {@code dx}.
    void averageBackward(AverageGeometry g, Storage dy, Storage dx);
}
