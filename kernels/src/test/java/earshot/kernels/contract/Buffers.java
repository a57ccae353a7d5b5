package earshot.kernels.contract;

import earshot.kernels.Backend;
import earshot.kernels.DeviceStorage;
import earshot.kernels.DoubleStorage;
import earshot.kernels.FloatStorage;
import earshot.kernels.IntStorage;
import earshot.kernels.Memory;
import earshot.kernels.Storage;
import earshot.kernels.reference.ArrayPool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The operands of one kernel call. All memory is poisoned first, the part beyond the size of a storage too, so that a kernel
/// which reads what it should not read betrays itself.
public final class Buffers implements AutoCloseable {
    private final Memory memory;
    private final List<Storage> storages = new ArrayList<>();

    Buffers(Backend backend) {
        this.memory = backend.memory();
    }

    /// An operand.
    public Storage of(double... values) {
        Storage storage = blank(values.length);
        memory.write(values, storage);
        return storage;
    }

    /// Room for a result, full of NaN.
    public Storage blank(int size) {
        Storage storage = memory.allocate(size);
        storages.add(storage);
        switch (storage) {
            case FloatStorage f -> Arrays.fill(f.array(), Float.NaN);
            case DoubleStorage d -> Arrays.fill(d.array(), Double.NaN);
            case DeviceStorage d -> {
                int capacity = ArrayPool.capacity(size);
                float[] poison = new float[capacity];
                Arrays.fill(poison, Float.NaN);
                memory.write(poison, new DeviceStorage(d.buffer(), capacity));
            }
            case IntStorage i -> throw new AssertionError("expected real numbers, got " + i);
        }
        return storage;
    }

    /// Room for whole numbers, full of a position that no image has.
    public IntStorage blankInts(int size) {
        IntStorage storage = memory.allocateInts(size);
        storages.add(storage);
        int[] poison = new int[size];
        Arrays.fill(poison, Integer.MIN_VALUE);
        memory.write(poison, storage);
        return storage;
    }

    /// An operand of whole numbers.
    public IntStorage ofInts(int... values) {
        IntStorage storage = blankInts(values.length);
        memory.write(values, storage);
        return storage;
    }

    /// The values of all these storages, one after another.
    public double[] read(Storage... from) {
        return Arrays.stream(from).flatMapToDouble(s -> Arrays.stream(memory.readDoubles(s))).toArray();
    }

    @Override
    public void close() {
        storages.forEach(memory::release);
    }
}
