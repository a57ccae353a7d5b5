package earshot.kernels.gpu;

import earshot.kernels.DeviceIntStorage;
import earshot.kernels.DeviceStorage;
import earshot.kernels.IntStorage;
import earshot.kernels.Memory;
import earshot.kernels.Storage;
import earshot.kernels.reference.ArrayPool;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Map;

/// Memory of a device, in single precision, pooled by size class as [earshot.kernels.reference.HostMemory] is.
///
/// Writing returns before the device has the values, reading waits for them. A buffer that goes back to the pool may still be in use by
/// work asked for before; the device does its work in order, so whoever gets the buffer next cannot notice.
public final class GpuMemory implements Memory {
    private final GpuDriver driver;
    private final Staging staging;
    private final ArrayPool<DeviceBuffer> pool;
    private final Map<Storage, Long> bytesOf = new IdentityHashMap<>(); // of every storage in use
    private final long limit;
    private long bytesInUse;
    private long bytesFree;

    /// @param limit bytes that may be in use and in the pool together, if the device has no fewer
    GpuMemory(GpuDriver driver, long limit) {
        this.driver = driver;
        this.staging = new Staging(driver);
        this.pool = new ArrayPool<>(capacity -> driver.allocate(4L * capacity), Float.BYTES);
        this.limit = Math.min(limit, driver.device().memory());
    }

    /// {@inheritDoc}
    ///
    /// @throws GpuMemoryException if the device has no room even with an empty pool; the message has the numbers and the remedy
    @Override
    public DeviceStorage allocate(int size) {
        return handOut(new DeviceStorage(take(size), size));
    }

    /// {@inheritDoc}
    ///
    /// @throws GpuMemoryException as [#allocate]
    @Override
    public DeviceIntStorage allocateInts(int size) {
        return handOut(new DeviceIntStorage(take(size), size));
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
        pool.offer(storage.size(), buffer(storage));
    }

    @Override
    public synchronized void write(float[] from, Storage to) {
        requireLength(from.length, to);
        staging.write(to.size(), (piece, at, count) -> piece.asFloatBuffer().put(from, at, count), DeviceStorage.of(to));
    }

    @Override
    public synchronized void write(double[] from, Storage to) {
        requireLength(from.length, to);
        staging.write(to.size(), (piece, at, count) -> {
            for (int i = 0; i < count; i++) {
                piece.putFloat(4 * i, (float) from[at + i]);
            }
        }, DeviceStorage.of(to));
    }

    @Override
    public synchronized void write(int[] from, IntStorage to) {
        requireLength(from.length, to);
        staging.write(to.size(), (piece, at, count) -> piece.asIntBuffer().put(from, at, count), DeviceIntStorage.of(to));
    }

    @Override
    public float[] readFloats(Storage from) {
        float[] values = new float[from.size()];
        if (from instanceof IntStorage integers) {
            int[] whole = readInts(integers);
            for (int i = 0; i < whole.length; i++) {
                values[i] = whole[i];
            }
            return values;
        }
        read(DeviceStorage.of(from), values.length, (piece, at, count) -> piece.asFloatBuffer().get(values, at, count));
        return values;
    }

    @Override
    public double[] readDoubles(Storage from) {
        double[] values = new double[from.size()];
        Staging.Move drain = from instanceof IntStorage
                ? (piece, at, count) -> {
                    for (int i = 0; i < count; i++) {
                        values[at + i] = piece.getInt(4 * i);
                    }
                }
                : (piece, at, count) -> {
                    for (int i = 0; i < count; i++) {
                        values[at + i] = piece.getFloat(4 * i);
                    }
                };
        read(buffer(from), values.length, drain);
        return values;
    }

    @Override
    public int[] readInts(IntStorage from) {
        int[] values = new int[from.size()];
        read(DeviceIntStorage.of(from), values.length, (piece, at, count) -> piece.asIntBuffer().get(values, at, count));
        return values;
    }

    /// {@inheritDoc}
    ///
    /// @throws IllegalArgumentException if the two differ in size or in type
    @Override
    public void copy(Storage from, Storage to) {
        if (from.size() != to.size() || from instanceof IntStorage != to instanceof IntStorage) {
            throw new IllegalArgumentException("copy: need two storages of one size and type, got " + from + " and " + to);
        }
        if (from.size() > 0) {
            driver.copy(buffer(from), buffer(to), 4L * from.size());
        }
    }

    @Override
    public void finish() {
        driver.finish();
    }

    @Override
    public synchronized long bytesInUse() {
        return bytesInUse;
    }

    @Override
    public synchronized long bytesHeld() {
        return bytesInUse + bytesFree;
    }

    private synchronized void read(DeviceBuffer from, int size, Staging.Move drain) {
        staging.read(from, size, drain);
    }

    private synchronized DeviceBuffer take(int size) {
        if (size < 0) {
            throw new IllegalArgumentException("allocate: size must not be negative, got " + size);
        }
        long bytes = pool.bytes(size);
        DeviceBuffer buffer = pool.poll(size);
        if (buffer != null) {
            bytesFree -= bytes;
        } else {
            buffer = create(size, bytes);
        }
        bytesInUse += bytes;
        return buffer;
    }

    /// A fresh buffer; to make room for it, everything in the pool may go back to the device.
    private DeviceBuffer create(int size, long bytes) {
        if (bytesHeld() + bytes <= limit) {
            try {
                return pool.create(size);
            } catch (GpuMemoryException full) {
                // The pool may hold what is missing.
            }
        }
        pool.drain(driver::release);
        bytesFree = 0;
        if (bytesInUse + bytes > limit || bytes > driver.device().largest()) {
            throw outOfMemory(bytes, null);
        }
        try {
            return pool.create(size);
        } catch (GpuMemoryException full) {
            throw outOfMemory(bytes, full);
        }
    }

    private synchronized <S extends Storage> S handOut(S storage) {
        bytesOf.put(storage, pool.bytes(storage.size()));
        return storage;
    }

    private GpuMemoryException outOfMemory(long wanted, Throwable cause) {
        return new GpuMemoryException("out of memory on " + driver.device() + ": wanted " + mebibytes(wanted) + ", in use "
                + mebibytes(bytesInUse) + ", free " + mebibytes(Math.max(0, limit - bytesInUse)) + " of " + mebibytes(limit)
                + ", largest piece " + mebibytes(driver.device().largest())
                + "; use a smaller batch, end other programs on the device, or go on with --device cpu", cause);
    }

    private static DeviceBuffer buffer(Storage storage) {
        return storage instanceof IntStorage ? DeviceIntStorage.of(storage) : DeviceStorage.of(storage);
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20));
    }

    private static void requireLength(int length, Storage to) {
        if (length < to.size()) {
            throw new IllegalArgumentException("write: need at least " + to.size() + " values for " + to + ", got " + length);
        }
    }
}
