package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.index.CopyGeometry;

/// Copies of whole tensors and of parts of them: what permutations, slices, concatenations and repetitions have in common.
final class Strided {

    private Strided() {
    }

    /// Copies a block of {@code shape} between two tensors.
    ///
    /// @param from first element in {@code x}, and elements to step there along each axis
    /// @param to likewise in {@code y}
    static void copy(int[] shape, Tensor x, Part from, Tensor y, Part to) {
        x.backend().index().copy(CopyGeometry.merged(shape, from.offset, from.stride, to.offset, to.stride), x.storage(),
                y.storage());
    }

    /// A first element and strides.
    record Part(int offset, int[] stride) {

        /// The part of a row-major tensor that begins at these positions, with these steps.
        static Part of(Shape whole, int[] start, int[] step) {
            int[] stride = CopyGeometry.strides(whole.sizes());
            int offset = 0;
            for (int k = 0; k < stride.length; k++) {
                offset += start[k] * stride[k];
                stride[k] *= step[k];
            }
            return new Part(offset, stride);
        }

        /// All of a row-major tensor.
        static Part all(Shape whole) {
            return new Part(0, CopyGeometry.strides(whole.sizes()));
        }

        /// From one position of one axis on.
        static Part from(Shape whole, int axis, int start) {
            int[] stride = CopyGeometry.strides(whole.sizes());
            return new Part(start * stride[axis], stride);
        }
    }

    /// Axis {@code k} of the result is axis {@code order[k]} of {@code x}.
    static Tensor permuted(Tensor x, int[] order) {
        int[] whole = CopyGeometry.strides(x.shape().sizes());
        int[] sizes = new int[order.length];
        int[] stride = new int[order.length];
        for (int k = 0; k < order.length; k++) {
            sizes[k] = x.shape().size(order[k]);
            stride[k] = whole[order[k]];
        }
        Tensor y = Tensor.empty(x.backend(), Shape.of(sizes));
        copy(sizes, x, new Part(0, stride), y, Part.all(y.shape()));
        return y;
    }

    /// The order that undoes another.
    static int[] inverse(int[] order) {
        int[] inverse = new int[order.length];
        for (int k = 0; k < order.length; k++) {
            inverse[order[k]] = k;
        }
        return inverse;
    }
}
