package earshot.kernels.reference;

import earshot.kernels.DeviceIntStorage;
import earshot.kernels.DeviceStorage;
import earshot.kernels.DoubleStorage;
import earshot.kernels.FloatStorage;
import earshot.kernels.HostIntStorage;
import earshot.kernels.IntStorage;
import earshot.kernels.Memory;
import earshot.kernels.Storage;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Map;

/// Java arrays as a backend's memory, in one precision, pooled by size class.
///
/// Every allocation makes a new storage object around a pooled array, so a storage that was released stays invalid even when its
/// array is in use again: releasing it a second time is always an error.
public final class HostMemory implements Memory {
    private final boolean inDouble;
    private final ArrayPool<float[]> floats = new ArrayPool<>(float[]::new, Float.BYTES);
    private final ArrayPool<double[]> doubles = new ArrayPool<>(double[]::new, Double.BYTES);
    private final ArrayPool<int[]> ints = new ArrayPool<>(int[]::new, Integer.BYTES);
    private final Map<Storage, Long> bytesOf = new IdentityHashMap<>(); // of every storage in use
    private long bytesInUse;
    private long bytesFree;

    private HostMemory(boolean inDouble) {
        this.inDouble = inDouble;
    }

    /// A memory whose storages are [FloatStorage].
    public static HostMemory inFloat() {
        return new HostMemory(false);
    }

    /// A memory whose storages are [DoubleStorage].
    public static HostMemory inDouble() {
        return new HostMemory(true);
    }

    /// {@inheritDoc}
    ///
    /// @throws OutOfMemoryError if the heap is too small even with an empty pool; the message has the numbers and the remedy
    @Override
    public Storage allocate(int size) {
        return inDouble
                ? handOut(new DoubleStorage(take(doubles, size), size), doubles)
                : handOut(new FloatStorage(take(floats, size), size), floats);
    }

    /// {@inheritDoc}
    ///
    /// @throws OutOfMemoryError as [#allocate]
    @Override
    public IntStorage allocateInts(int size) {
        return handOut(new HostIntStorage(take(ints, size), size), ints);
    }

    /// {@inheritDoc}
    ///
    /// @throws IllegalStateException if the storage is not in use here: released before, or never allocated by this memory
    @Override
    public synchronized void release(Storage storage) {
        Long bytes = bytesOf.remove(storage);
        if (bytes == null) {
            throw new IllegalStateException("release: " + storage + " is not in use in this memory; it was released before, or"
                    + " another memory allocated it");
        }
        bytesInUse -= bytes;
        bytesFree += bytes;
        switch (storage) {
            case FloatStorage f -> floats.offer(f.size(), f.array());
            case DoubleStorage d -> doubles.offer(d.size(), d.array());
            case HostIntStorage i -> ints.offer(i.size(), i.array());
            case DeviceStorage _,DeviceIntStorage _ -> throw new AssertionError("never allocated here: " + storage);
        }
    }

    @Override
    public void write(float[] from, Storage to) {
        requireLength(from.length, to);
        switch (to) {
            case FloatStorage f -> System.arraycopy(from, 0, f.array(), 0, f.size());
            case DoubleStorage d -> {
                for (int i = 0; i < d.size(); i++) {
                    d.array()[i] = from[i];
                }
            }
            case DeviceStorage _,IntStorage _ -> throw noRealNumbers(to);
        }
    }

    @Override
    public void write(double[] from, Storage to) {
        requireLength(from.length, to);
        switch (to) {
            case FloatStorage f -> {
                for (int i = 0; i < f.size(); i++) {
                    f.array()[i] = (float) from[i];
                }
            }
            case DoubleStorage d -> System.arraycopy(from, 0, d.array(), 0, d.size());
            case DeviceStorage _,IntStorage _ -> throw noRealNumbers(to);
        }
    }

    @Override
    public void write(int[] from, IntStorage to) {
        requireLength(from.length, to);
        System.arraycopy(from, 0, HostIntStorage.of(to), 0, to.size());
    }

    @Override
    public float[] readFloats(Storage from) {
        float[] values = new float[from.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (from) {
                case FloatStorage f -> f.array()[i];
                case DoubleStorage d -> (float) d.array()[i];
                case HostIntStorage n -> n.array()[i];
                case DeviceStorage _,DeviceIntStorage _ -> throw elsewhere(from);
            };
        }
        return values;
    }

    @Override
    public double[] readDoubles(Storage from) {
        double[] values = new double[from.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (from) {
                case FloatStorage f -> f.array()[i];
                case DoubleStorage d -> d.array()[i];
                case HostIntStorage n -> n.array()[i];
                case DeviceStorage _,DeviceIntStorage _ -> throw elsewhere(from);
            };
        }
        return values;
    }

    @Override
    public int[] readInts(IntStorage from) {
        return Arrays.copyOf(HostIntStorage.of(from), from.size());
    }

    /// {@inheritDoc}
    ///
    /// @throws IllegalArgumentException if the two differ in size or in type
    @Override
    public void copy(Storage from, Storage to) {
        if (from.size() != to.size()) {
            throw new IllegalArgumentException("copy: need two storages of one size, got " + from + " and " + to);
        }
        switch (from) {
            case FloatStorage f -> System.arraycopy(f.array(), 0, FloatStorage.of(to), 0, f.size());
            case DoubleStorage d -> System.arraycopy(d.array(), 0, DoubleStorage.of(to), 0, d.size());
            case HostIntStorage i -> System.arraycopy(i.array(), 0, HostIntStorage.of(to), 0, i.size());
            case DeviceStorage _,DeviceIntStorage _ -> throw elsewhere(from);
        }
    }

    @Override
    public void finish() {
        // Kernels on the host return when they are done.
    }

    @Override
    public synchronized long bytesInUse() {
        return bytesInUse;
    }

    @Override
    public synchronized long bytesHeld() {
        return bytesInUse + bytesFree;
    }

    private <A> A take(ArrayPool<A> pool, int size) {
        if (size < 0) {
            throw new IllegalArgumentException("allocate: size must not be negative, got " + size);
        }
        synchronized (this) {
            A array = pool.poll(size);
            if (array != null) {
                bytesFree -= pool.bytes(size);
                bytesInUse += pool.bytes(size);
                return array;
            }
        }
        // Outside the lock: the JVM clears a fresh array, which takes long for a large one.
        A array = create(pool, size);
        synchronized (this) {
            bytesInUse += pool.bytes(size);
        }
        return array;
    }

    private <A> A create(ArrayPool<A> pool, int size) {
        try {
            return pool.create(size);
        } catch (OutOfMemoryError full) {
            dropFree();
        }
        try {
            return pool.create(size);
        } catch (OutOfMemoryError full) {
            throw outOfMemory(pool.bytes(size), full);
        }
    }

    private synchronized void dropFree() {
        // Left to the garbage collector.
        floats.drain(a -> {
        });
        doubles.drain(a -> {
        });
        ints.drain(a -> {
        });
        bytesFree = 0;
    }

    private synchronized <S extends Storage> S handOut(S storage, ArrayPool<?> pool) {
        bytesOf.put(storage, pool.bytes(storage.size()));
        return storage;
    }

    private synchronized OutOfMemoryError outOfMemory(long wanted, OutOfMemoryError cause) {
        OutOfMemoryError error = new OutOfMemoryError("out of memory: wanted " + mebibytes(wanted) + ", in use "
                + mebibytes(bytesInUse) + ", held " + mebibytes(bytesHeld()) + ", heap limit "
                + mebibytes(Runtime.getRuntime().maxMemory()) + "; use a smaller batch or a larger heap (-Xmx)");
        error.initCause(cause);
        return error;
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20));
    }

    private static void requireLength(int length, Storage to) {
        if (length < to.size()) {
            throw new IllegalArgumentException("write: need at least " + to.size() + " values for " + to + ", got " + length);
        }
    }

    private static IllegalArgumentException elsewhere(Storage from) {
        return new IllegalArgumentException("host memory: " + from + " is not here; ask the memory that allocated it");
    }

    private static IllegalArgumentException noRealNumbers(Storage to) {
        return new IllegalArgumentException("write: expected a host storage of real numbers, got " + to);
    }
}
