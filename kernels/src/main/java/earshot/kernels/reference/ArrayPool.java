package earshot.kernels.reference;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/// Free arrays of one element type, by size class: Java arrays, or buffers of a device. Not thread-safe: the memory that owns it
/// holds the lock.
///
/// The classes are the powers of two and three steps between each and the next, so an array is less than 25% longer than what
/// was asked for, except that the smallest has 16 elements.
public final class ArrayPool<A> {
    private static final int SMALLEST = 16;
    private static final int LARGEST = Integer.MAX_VALUE - 8; // the longest array that every JVM can make

    private final IntFunction<A> constructor;
    private final int elementBytes;
    private final Map<Integer, ArrayDeque<A>> free = new HashMap<>();

    /// @param constructor makes an array of that many elements
    /// @param elementBytes bytes of one element
    public ArrayPool(IntFunction<A> constructor, int elementBytes) {
        this.constructor = constructor;
        this.elementBytes = elementBytes;
    }

    /// Length of the arrays that serve a wish for {@code size} elements.
    public static int capacity(int size) {
        if (size <= SMALLEST) {
            return SMALLEST;
        }
        int step = Integer.highestOneBit(size - 1) / 4;
        long rounded = ((long) size + step - 1) / step * step;
        return rounded <= LARGEST ? (int) rounded : Math.max(size, LARGEST);
    }

    /// Bytes of an array for {@code size} elements.
    public long bytes(int size) {
        return (long) elementBytes * capacity(size);
    }

    /// A free array for {@code size} elements, or null if there is none.
    public A poll(int size) {
        ArrayDeque<A> arrays = free.get(capacity(size));
        return arrays == null ? null : arrays.pollLast();
    }

    /// A fresh array for {@code size} elements.
    public A create(int size) {
        return constructor.apply(capacity(size));
    }

    /// Keeps an array, made for {@code size} elements, for the next [#poll].
    public void offer(int size, A array) {
        free.computeIfAbsent(capacity(size), c -> new ArrayDeque<>()).addLast(array);
    }

    /// Hands over all free arrays and keeps none.
    ///
    /// @param last what is done with each
    public void drain(Consumer<A> last) {
        free.values().forEach(arrays -> arrays.forEach(last));
        free.clear();
    }
}
