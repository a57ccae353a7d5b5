package earshot.kernels.index;

import earshot.kernels.IntStorage;
import earshot.kernels.Storage;

/// Kernels that move numbers without changing them, and the sums that are their transposes. Where several numbers meet at one place
/// they are added in the order of their positions, whatever the number of threads.
public interface IndexKernels {

    /// Copies a part of {@code x} to a part of {@code y} and leaves the rest of {@code y} as it is.
    void copy(CopyGeometry g, Storage x, Storage y);

    /// {@code y[o, j, i] = x[o, index[j], i]}: whole rows by their number.
    void take(IndexGeometry g, Storage x, IntStorage index, Storage y);

    /// {@code x[o, index[j], i] += y[o, j, i]}: the transpose of [#take].
    void addAt(IndexGeometry g, Storage y, IntStorage index, Storage x);

    /// {@code y[o, j, i] = x[o, index[o, j, i], i]}: every element by a number of its own.
    void gather(IndexGeometry g, Storage x, IntStorage index, Storage y);

    /// {@code x[o, index[o, j, i], i] += y[o, j, i]}: the transpose of [#gather].
    void scatterAdd(IndexGeometry g, Storage y, IntStorage index, Storage x);
}
