package earshot.engine.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import earshot.engine.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class StoredTensorTest {

    private static byte[] written(StoredTensor tensor) throws IOException {
        var bytes = new ByteArrayOutputStream();
        tensor.writeTo(Channels.newChannel(bytes));
        return bytes.toByteArray();
    }

    /// Wherever a view stands and however its storage is kept, its elements are written one after the other, little-endian.
    @Property(tries = 200)
    void writesItsElementsAndNothingElse(@ForAll @IntRange(max = 4) int rows, @ForAll @IntRange(min = 1, max = 5) int columns,
            @ForAll @IntRange(max = 7) int offset, @ForAll boolean transposed, @ForAll boolean mapped, @ForAll boolean big,
            @ForAll long seed) throws IOException {
        byte[] content = new byte[4 * (offset + rows * columns + 3)];
        new Random(seed).nextBytes(content);
        ByteOrder order = big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment heap = MemorySegment.ofArray(content);
            MemorySegment storage = mapped ? arena.allocate(content.length).copyFrom(heap) : heap;
            long[] strides = transposed ? new long[]{1, rows} : new long[]{columns, 1};
            StoredTensor tensor = StoredTensor.strided(DataType.F32, Shape.of(rows, columns), offset, strides, storage, order);
            byte[] expected = new byte[4 * rows * columns];
            for (int i = 0; i < rows * columns; i++) {
                int element = offset + (transposed ? i / columns + i % columns * rows : i);
                for (int b = 0; b < 4; b++) {
                    expected[4 * i + b] = content[4 * element + (big ? 3 - b : b)];
                }
            }
            assertArrayEquals(expected, written(tensor));
            assertEquals(expected.length, tensor.bytes());
        }
    }
}
