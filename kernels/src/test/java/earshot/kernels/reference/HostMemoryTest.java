package earshot.kernels.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.kernels.DoubleStorage;
import earshot.kernels.FloatStorage;
import earshot.kernels.HostIntStorage;
import earshot.kernels.IntStorage;
import earshot.kernels.Memory;
import earshot.kernels.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class HostMemoryTest {
    private final HostMemory memory = HostMemory.inFloat();

    @Test
    void keepsItsPrecision() {
        assertInstanceOf(FloatStorage.class, HostMemory.inFloat().allocate(3));
        assertInstanceOf(DoubleStorage.class, HostMemory.inDouble().allocate(3));
    }

    @Test
    void releasedArraysAreUsedAgain() {
        Storage first = memory.allocate(100);
        memory.release(first);
        Storage second = memory.allocate(97);
        assertSame(FloatStorage.of(first), FloatStorage.of(second));
        assertEquals(97, second.size());
        assertNotSame(FloatStorage.of(second), FloatStorage.of(memory.allocate(100)));
    }

    @Test
    void integersAndNumbersShareNothing() {
        memory.release(memory.allocate(20));
        assertEquals(80, memory.bytesHeld());
        IntStorage ints = memory.allocateInts(20);
        assertEquals(160, memory.bytesHeld());
        memory.release(ints);
        assertSame(HostIntStorage.of(ints), HostIntStorage.of(memory.allocateInts(20)));
    }

    @Test
    void countsBytesInUseAndHeld() {
        Storage a = memory.allocate(1);
        Storage b = memory.allocate(1000);
        assertEquals(4 * (16 + 1024), memory.bytesInUse());
        memory.release(a);
        assertEquals(4 * 1024, memory.bytesInUse());
        assertEquals(4 * (16 + 1024), memory.bytesHeld());
        memory.release(b);
        memory.allocate(900);
        assertEquals(4 * 1024, memory.bytesInUse());
        assertEquals(4 * (16 + 1024), memory.bytesHeld());
    }

    @Property
    void capacityWastesLessThanAQuarter(@ForAll @IntRange(min = 0, max = Integer.MAX_VALUE) int size) {
        int capacity = ArrayPool.capacity(size);
        assertTrue(capacity >= size && (capacity == 16 || capacity < 1.25 * size), size + " -> " + capacity);
        assertEquals(capacity, ArrayPool.capacity(capacity));
    }

    @Test
    void doubleReleaseIsRefused() {
        Storage storage = memory.allocate(5);
        memory.release(storage);
        memory.allocate(5); // the array is in use again, but not by the first storage
        var error = assertThrows(IllegalStateException.class, () -> memory.release(storage));
        assertEquals(
                "release: host float[5] is not in use in this memory; it was released before, or another memory allocated it",
                error.getMessage());
        assertEquals(64, memory.bytesInUse());
    }

    @Test
    void foreignStorageIsRefused() {
        Storage foreign = HostMemory.inFloat().allocate(5);
        assertThrows(IllegalStateException.class, () -> memory.release(foreign));
        assertThrows(IllegalStateException.class, () -> memory.release(new FloatStorage(new float[16], 5)));
    }

    @Test
    void movesValuesInAndOut() {
        for (Memory m : List.of(HostMemory.inFloat(), HostMemory.inDouble())) {
            Storage storage = m.allocate(3);
            m.write(new double[]{0.1, -2, 1e-3, 99}, storage);
            assertArrayEquals(new float[]{0.1f, -2, 1e-3f}, m.readFloats(storage));
            m.write(new float[]{0.1f, 4, 5}, storage);
            assertArrayEquals(new double[]{0.1f, 4, 5}, m.readDoubles(storage));
            Storage copy = m.allocate(3);
            m.copy(storage, copy);
            assertArrayEquals(new float[]{0.1f, 4, 5}, m.readFloats(copy));
        }
        HostMemory exact = HostMemory.inDouble();
        Storage storage = exact.allocate(1);
        exact.write(new double[]{0.1}, storage);
        assertArrayEquals(new double[]{0.1}, exact.readDoubles(storage));
        IntStorage ints = memory.allocateInts(1);
        memory.write(new int[]{16_777_217, 99}, ints);
        assertArrayEquals(new int[]{16_777_217}, memory.readInts(ints));
        assertArrayEquals(new double[]{16_777_217}, memory.readDoubles(ints));
    }

    @Test
    void wrongSizesAndTypesAreNamed() {
        Storage three = memory.allocate(3);
        check("write: need at least 3 values for host float[3], got 2", () -> memory.write(new float[2], three));
        check("write: need at least 3 values for host float[3], got 2", () -> memory.write(new double[2], three));
        check("write: expected a host storage of real numbers, got host int[2]",
                () -> memory.write(new float[2], memory.allocateInts(2)));
        check("copy: need two storages of one size, got host float[3] and host float[4]",
                () -> memory.copy(three, memory.allocate(4)));
        check("storage: expected host float, got host int[3]; allocate it from the memory of the backend that computes with it",
                () -> memory.copy(three, memory.allocateInts(3)));
        check("storage: expected host double, got host float[3]; allocate it from the memory of the backend that computes with"
                + " it", () -> DoubleStorage.of(three));
        check("storage: expected host int, got host float[3]; allocate it from the memory of the backend that computes with it",
                () -> HostIntStorage.of(three));
        check("allocate: size must not be negative, got -1", () -> memory.allocate(-1));
    }

    @Test
    void exhaustionSaysWhatWasWantedAndDropsThePool() {
        memory.allocate(1 << 18);
        memory.release(memory.allocate(1 << 20));
        var error = assertThrows(OutOfMemoryError.class, () -> memory.allocate(Integer.MAX_VALUE));
        assertTrue(error.getMessage().matches("out of memory: wanted 8192\\.0 MiB, in use 1\\.0 MiB, held 1\\.0 MiB, heap limit"
                + " [0-9.]+ MiB; use a smaller batch or a larger heap \\(-Xmx\\)"), error.getMessage());
        assertEquals(1 << 20, memory.bytesHeld());
    }

    @Test
    void threadsShareOneMemory() throws Exception {
        Callable<Void> work = () -> {
            for (int i = 0; i < 2000; i++) {
                List<Storage> storages = new ArrayList<>();
                for (int size = 1; size < 200; size *= 3) {
                    Storage storage = memory.allocate(size);
                    FloatStorage.of(storage)[0] = (float) System.identityHashCode(storage);
                    storages.add(storage);
                }
                for (Storage storage : storages) {
                    assertEquals((float) System.identityHashCode(storage), FloatStorage.of(storage)[0]);
                    memory.release(storage);
                }
            }
            return null;
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            for (var done : threads.invokeAll(List.of(work, work, work))) {
                done.get();
            }
        }
        assertEquals(0, memory.bytesInUse());
        assertTrue(memory.bytesHeld() <= 3 * 4 * (16 + 16 + 16 + 28 + 96), "held " + memory.bytesHeld());
    }

    private static void check(String message, Runnable action) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
    }
}
