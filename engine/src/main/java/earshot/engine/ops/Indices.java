package earshot.engine.ops;

import earshot.engine.Tensor;
import earshot.kernels.IntStorage;

/// Checks what is used as an index, since kernels do not.
final class Indices {

    private Indices() {
    }

    /// The integers of an index.
    ///
    /// @param size how many positions there are
    /// @throws IllegalArgumentException naming {@code operation} if they are no integers or one of them is no position
    static IntStorage checked(String operation, Tensor index, int size) {
        if (!(index.storage() instanceof IntStorage integers)) {
            throw new IllegalArgumentException(operation + ": the index " + index.shape()
                    + " holds real numbers, expected integers; make it by Tensor.ofInts");
        }
        if (index.knownBelow(size)) {
            return integers;
        }
        int[] values = index.ints();
        for (int i = 0; i < values.length; i++) {
            int value = values[i];
            if (value < 0 || value >= size) {
                throw new IllegalArgumentException(
                        operation + ": element " + i + " of the index " + index.shape() + " is " + value
                                + ", but there are " + size + " positions, numbered from 0");
            }
        }
        return integers;
    }
}
