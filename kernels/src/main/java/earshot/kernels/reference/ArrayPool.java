package earshot.kernels.reference;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;

/// Free arrays of one element type, by size class. Not thread-safe: [HostMemory] holds the lock.
///
/// The classes are the powers of two and three steps between each and the next, so an array is less than 25% longer than what
/// was asked for, except that the smallest has 16 elements.
final class ArrayPool<A> {
    private static final int SMALLEST = 16;
    private static final int LARGEST = Integer.MAX_VALUE - 8; // the longest array that every JVM can make

    private final IntFunction<A> constructor;
    private final int elementBytes;
    private final Map<Integer, ArrayDeque<A>> free = new HashMap<>();

    ArrayPool(IntFunction<A> constructor, int elementBytes) {
        this.constructor = constructor;
        this.elementBytes = elementBytes;
    }

    /// Length of the arrays that serve a wish for {@code size} elements.
    static int capacity(int size) {
        if (size <= SMALLEST) {
            return SMALLEST;
        }
        int step = Integer.highestOneBit(size - 1) / 4;
        long rounded = ((long) size + step - 1) / step * step;
        return rounded <= LARGEST ? (int) rounded : Math.max(size, LARGEST);
    }

    /// Bytes of an array for {@code size} elements.
    long bytes(int size) {
        return (long) elementBytes * capacity(size);
    }

    /// A free array for {@code size} elements, or null if there is none.
    A poll(int size) {
        ArrayDeque<A> arrays = free.get(capacity(size));
        return arrays == null ? null : arrays.pollLast();
    }

    /// A fresh array for {@code size} elements.
    A create(int size) {
        return constructor.apply(capacity(size));
    }

    /// Keeps an array, made for {@code size} elements, for the next [#poll].
    void offer(int size, A array) {
        free.computeIfAbsent(capacity(size), c -> new ArrayDeque<>()).addLast(array);
    }

    /// Leaves all free arrays to the garbage collector.
    void clear() {
        free.clear();
    }
}
