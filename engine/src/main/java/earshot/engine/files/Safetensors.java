package earshot.engine.files;

import earshot.engine.Shape;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Reads a safetensors file (<https://github.com/huggingface/safetensors>): 8 bytes of header length, a JSON header with name, type,
/// shape and offsets of every tensor, then the values, little-endian. The file is mapped, so opening costs the same for any size.
///
/// Not thread-safe while being closed.
public final class Safetensors implements AutoCloseable {
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Path file;
    private final Arena arena;
    private final MemorySegment bytes;
    private final SafetensorsHeader header;

    /// Where a tensor stands.
    ///
    /// @param begin offset of its first byte in the file
    public record Entry(String name, DataType type, Shape shape, long begin) {

        /// Offset after its last byte.
        public long end() {
            return begin + (long) shape.count() * type.bytes();
        }
    }

    private Safetensors(Path file, Arena arena, MemorySegment bytes, SafetensorsHeader header) {
        this.file = file;
        this.arena = arena;
        this.bytes = bytes;
        this.header = header;
    }

    /// Opens a file and checks its whole header.
    ///
    /// @throws MalformedFileException naming file, offset and reason
    /// @throws IOException if it cannot be read
    public static Safetensors open(Path file) throws IOException {
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            if (size < 8) {
                throw new MalformedFileException(file, 0, "too short for a safetensors file: " + size
                        + " bytes, at least 8 for the header's length are needed");
            }
            MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena);
            long length = bytes.get(LONG, 0);
            if (length < 0 || length > size - 8) {
                throw new MalformedFileException(file, 0, "the header should have " + Long.toUnsignedString(length)
                        + " bytes, only " + (size - 8) + " follow; the file is cut short or not a safetensors file");
            }
            if (length > SafetensorsHeader.MAX_BYTES) {
                throw new MalformedFileException(file, 0,
                        "the header should have " + length + " bytes, more than the allowed " + SafetensorsHeader.MAX_BYTES);
            }
            byte[] json = bytes.asSlice(8, length).toArray(ValueLayout.JAVA_BYTE);
            return new Safetensors(file, arena, bytes, SafetensorsHeader.parse(file, json, size));
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /// Reads all tensors of a file by name, in the file's order.
    ///
    /// @throws MalformedFileException naming file, offset and reason
    /// @throws IOException if it cannot be read
    public static Map<String, TensorData> readAll(Path file) throws IOException {
        try (Safetensors s = open(file)) {
            Map<String, TensorData> all = new LinkedHashMap<>();
            for (Entry e : s.entries()) {
                all.put(e.name(), s.read(e.name()));
            }
            return all;
        }
    }

    /// The file's free-form text entries.
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(header.metadata());
    }

    /// All tensors, in the order of their values.
    public Collection<Entry> entries() {
        return Collections.unmodifiableCollection(header.entries().values());
    }

    /// Whether there is a tensor of this name.
    public boolean contains(String name) {
        return header.entries().containsKey(name);
    }

    /// Reads a tensor: floating-point types narrower than F64 as F32, integers and booleans as I64.
    ///
    /// @throws IllegalArgumentException if there is none of this name
    public TensorData read(String name) {
        Entry e = header.entries().get(name);
        if (e == null) {
            throw new IllegalArgumentException(file + ": no tensor is named " + name + "; it holds " + header.entries().size()
                    + ", the first are " + header.entries().keySet().stream().limit(5).toList());
        }
        int n = e.shape().count();
        if (e.type() == DataType.F64) {
            double[] values = new double[n];
            MemorySegment.copy(bytes, DOUBLE, e.begin(), values, 0, n);
            return TensorData.of(e.shape(), values);
        }
        return e.type().integer() ? TensorData.of(e.shape(), longs(e, n)) : TensorData.of(e.shape(), floats(e, n));
    }

    /// Unmaps the file.
    @Override
    public void close() {
        arena.close();
    }

    private float[] floats(Entry e, int n) {
        float[] values = new float[n];
        if (e.type() == DataType.F32) {
            MemorySegment.copy(bytes, FLOAT, e.begin(), values, 0, n);
            return values;
        }
        for (int i = 0; i < n; i++) {
            short bits = bytes.get(SHORT, e.begin() + 2L * i);
            values[i] = e.type() == DataType.F16 ? Float.float16ToFloat(bits) : Float.intBitsToFloat(bits << 16);
        }
        return values;
    }

    private long[] longs(Entry e, int n) {
        long[] values = new long[n];
        for (int i = 0; i < n; i++) {
            long at = e.begin() + (long) e.type().bytes() * i;
            values[i] = switch (e.type()) {
                case I64 -> bytes.get(LONG, at);
                case I32 -> bytes.get(INT, at);
                case I16 -> bytes.get(SHORT, at);
                case I8 -> bytes.get(ValueLayout.JAVA_BYTE, at);
                case U8, BOOL -> bytes.get(ValueLayout.JAVA_BYTE, at) & 0xFF;
                case F64, F32, F16, BF16 -> throw new AssertionError(e);
            };
        }
        return values;
    }
}
