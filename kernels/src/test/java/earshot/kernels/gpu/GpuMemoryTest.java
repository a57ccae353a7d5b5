package earshot.kernels.gpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.kernels.DeviceIntStorage;
import earshot.kernels.DeviceStorage;
import earshot.kernels.FloatStorage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

@OnGpu
class GpuMemoryTest {
    private static final long LIMIT = 1 << 20;

    private GpuMemory memory;

    @BeforeEach
    void open() {
        memory = new GpuMemory(GpuUnderTest.driver(), LIMIT);
    }

    @Test
    void aReleasedBufferIsUsedAgain() {
        DeviceStorage first = memory.allocate(100);
        memory.release(first);
        DeviceStorage second = memory.allocate(97);
        assertSame(first.buffer(), second.buffer());
        assertEquals(97, second.size());
        assertNotSame(second.buffer(), memory.allocate(100).buffer());
    }

    @Test
    void countsBytesInUseAndHeld() {
        DeviceStorage a = memory.allocate(1);
        DeviceIntStorage b = memory.allocateInts(1000);
        assertEquals(4 * (16 + 1024), memory.bytesInUse());
        memory.release(a);
        assertEquals(4 * 1024, memory.bytesInUse());
        assertEquals(4 * (16 + 1024), memory.bytesHeld());
        memory.release(b);
        memory.allocate(900);
        assertEquals(4 * (16 + 1024), memory.bytesHeld());
    }

    @Test
    void movesValuesInAndOut() {
        DeviceStorage x = memory.allocate(3);
        memory.write(new double[]{0.1, -2, 1e-3, 99}, x);
        assertArrayEquals(new float[]{0.1f, -2, 1e-3f}, memory.readFloats(x));
        memory.write(new float[]{0.1f, 4, 5}, x);
        assertArrayEquals(new double[]{0.1f, 4, 5}, memory.readDoubles(x));
        DeviceStorage copy = memory.allocate(3);
        memory.copy(x, copy);
        assertArrayEquals(new float[]{0.1f, 4, 5}, memory.readFloats(copy));
        DeviceIntStorage ints = memory.allocateInts(2);
        memory.write(new int[]{16_777_217, -3}, ints);
        assertArrayEquals(new int[]{16_777_217, -3}, memory.readInts(ints));
        assertArrayEquals(new double[]{16_777_217, -3}, memory.readDoubles(ints));
        assertEquals(0, memory.readFloats(memory.allocate(0)).length);
    }

    /// More than all staging pieces together hold, and not a multiple of one.
    @Test
    void movesMoreThanPassesThroughAtOnce() {
        GpuMemory large = new GpuMemory(GpuUnderTest.driver(), 64 << 20);
        int n = (5 << 20) + 7;
        int[] values = IntStream.range(0, n).toArray();
        DeviceIntStorage storage = large.allocateInts(n);
        large.write(values, storage);
        assertArrayEquals(values, large.readInts(storage));
        large.release(storage);
    }

    @Test
    void aFullDeviceGivesUpItsPoolThenSaysWhatWasWanted() {
        DeviceStorage half = memory.allocate(1 << 17);
        memory.release(half);
        DeviceStorage most = memory.allocate(3 << 16);
        assertEquals(3 << 18, memory.bytesHeld(), "the pool went back to the device");
        var error = assertThrows(GpuMemoryException.class, () -> memory.allocate(1 << 17));
        String device = GpuUnderTest.driver().device().toString();
        assertTrue(error.getMessage().startsWith(
                "out of memory on " + device + ": wanted 0.5 MiB, in use 0.8 MiB, free 0.3 MiB of 1.0 MiB, largest piece "),
                error.getMessage());
        assertTrue(error.getMessage()
                .endsWith("; use a smaller batch, end other programs on the device, or go on with --device cpu"),
                error.getMessage());
        memory.release(most);
        memory.allocate(1 << 17);
    }

    @Test
    void wrongUseIsNamed() {
        DeviceStorage three = memory.allocate(3);
        check("write: need at least 3 values for device float[3], got 2", () -> memory.write(new float[2], three));
        check("copy: need two storages of one size and type, got device float[3] and device int[3]",
                () -> memory.copy(three, memory.allocateInts(3)));
        check("allocate: size must not be negative, got -1", () -> memory.allocate(-1));
        check("storage: expected device float, got host float[3]; allocate it from the memory of the backend that computes with it",
                () -> memory.write(new float[3], new FloatStorage(new float[3], 3)));
        memory.release(three);
        var error = assertThrows(IllegalStateException.class, () -> memory.release(three));
        assertEquals(
                "release: device float[3] is not in use in this memory; it was released before, or another memory allocated it",
                error.getMessage());
    }

    private static void check(String message, Executable wrong) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, wrong).getMessage());
    }
}
