package earshot.engine.files;

import earshot.engine.Shape;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.nio.ByteOrder;

/// The elements of a view of a storage in row-major order, in runs as long as possible.
///
/// @param offset  of the first element, in elements
/// @param strides steps from one index of an axis to the next, in elements
record Rows(Shape shape, long offset, long[] strides) {
    private static final int CHUNK = 1 << 13;

    /// A run of elements at equal distances.
    interface Row {
        /// @param first number of the first element in the storage
        /// @param at    its number in row-major order
        void visit(long first, long step, int count, int at);
    }

    /// Visits all elements in row-major order, in runs as long as possible.
    void visit(Row row) {
        if (shape.count() == 0) {
            return;
        }
        int rank = 0; // axes that one step can walk through are joined
        long[] sizes = new long[strides.length];
        long[] steps = new long[strides.length];
        for (int i = 0; i < strides.length; i++) {
            if (shape.size(i) == 1) {
                continue;
            }
            if (rank > 0 && steps[rank - 1] == strides[i] * shape.size(i)) {
                sizes[rank - 1] *= shape.size(i);
                steps[rank - 1] = strides[i];
            } else {
                sizes[rank] = shape.size(i);
                steps[rank++] = strides[i];
            }
        }
        int inner = rank == 0 ? 1 : (int) sizes[rank - 1];
        long step = rank == 0 ? 1 : steps[rank - 1];
        long[] index = new long[Math.max(0, rank - 1)];
        long first = offset;
        for (int at = 0;;) {
            row.visit(first, step, inner, at);
            at += inner;
            int axis = index.length - 1;
            for (; axis >= 0 && ++index[axis] == sizes[axis]; axis--) {
                first -= (sizes[axis] - 1) * steps[axis];
                index[axis] = 0;
            }
            if (axis < 0) {
                return;
            }
            first += steps[axis];
        }
    }

    /// Exact, then rounded once.
    double wholeSum(MemorySegment storage, DataType type, ByteOrder order) {
        long[] halves = new long[2]; // of at most 2³¹ numbers, upper and lower 32 bits apart: neither can overflow
        long[] chunk = new long[Math.min(CHUNK, shape.count())];
        visit((first, step, count, at) -> {
            for (int done = 0; done < count; done += chunk.length) {
                int n = Math.min(chunk.length, count - done);
                Elements.longs(storage, type, order, first + done * step, step, n, chunk, 0);
                for (int i = 0; i < n; i++) {
                    halves[0] += chunk[i] >> 32;
                    halves[1] += chunk[i] & 0xFFFF_FFFFL;
                }
            }
        });
        return BigInteger.valueOf(halves[0]).shiftLeft(32).add(BigInteger.valueOf(halves[1])).doubleValue();
    }

    /// Compensated (Neumaier).
    double realSum(MemorySegment storage, DataType type, ByteOrder order) {
        double[] total = new double[2]; // the sum, and what its roundings lost
        double[] chunk = new double[Math.min(CHUNK, shape.count())];
        visit((first, step, count, at) -> {
            for (int done = 0; done < count; done += chunk.length) {
                int n = Math.min(chunk.length, count - done);
                Elements.doubles(storage, type, order, first + done * step, step, n, chunk, 0);
                for (int i = 0; i < n; i++) {
                    double sum = total[0] + chunk[i];
                    total[1] += Math.abs(total[0]) >= Math.abs(chunk[i])
                            ? (total[0] - sum) + chunk[i]
                            : (chunk[i] - sum) + total[0];
                    total[0] = sum;
                }
            }
        });
        return Double.isFinite(total[0]) ? total[0] + total[1] : total[0];
    }
}
