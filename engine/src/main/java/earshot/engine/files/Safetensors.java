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
            MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            return new Safetensors(file, arena, bytes, header(file, bytes));
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /// What a file holds whose bytes are in memory already.
    ///
    /// @param file  names it in errors
    /// @param bytes all of it
    /// @throws MalformedFileException naming file, offset and reason
    public static Contents contents(Path file, MemorySegment bytes) throws MalformedFileException {
        SafetensorsHeader header = header(file, bytes);
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        header.entries().forEach((name, e) -> tensors.put(name, stored(e, bytes)));
        Map<String, Object> nothing = tensors.isEmpty() ? Map.of("", Map.of()) : Map.of();
        return new Contents(tensors, nothing, header.metadata());
    }

    private static SafetensorsHeader header(Path file, MemorySegment bytes) throws MalformedFileException {
        long size = bytes.byteSize();
        if (size < 8) {
            throw new MalformedFileException(file, 0, "too short for a safetensors file: " + size
                    + " bytes, at least 8 for the header's length are needed");
        }
        long length = bytes.get(LONG, 0);
        if (length < 0 || length > size - 8) {
            throw new MalformedFileException(file, 0, "the header should have " + Long.toUnsignedString(length)
                    + " bytes, only " + (size - 8) + " follow; the file is cut short or not a safetensors file");
        }
        if (length > SafetensorsHeader.MAX_BYTES) {
            throw new MalformedFileException(file, 0,
                    "the header should have " + length + " bytes, more than the allowed " + SafetensorsHeader.MAX_BYTES);
        }
        return SafetensorsHeader.parse(file, bytes.asSlice(8, length).toArray(ValueLayout.JAVA_BYTE), size);
    }

    private static StoredTensor stored(Entry e, MemorySegment bytes) {
        return StoredTensor.contiguous(e.type(), e.shape(), bytes.asSlice(e.begin(), e.end() - e.begin()),
                ByteOrder.LITTLE_ENDIAN);
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
        return tensor(name).read();
    }

    /// A tensor in its own type, where it stands: usable until this file is closed.
    ///
    /// @throws IllegalArgumentException if there is none of this name
    public StoredTensor tensor(String name) {
        Entry e = header.entries().get(name);
        if (e == null) {
            throw new IllegalArgumentException(file + ": no tensor is named " + name + "; it holds " + header.entries().size()
                    + ", the first are " + header.entries().keySet().stream().limit(5).toList());
        }
        return stored(e, bytes);
    }

    /// Unmaps the file.
    @Override
    public void close() {
        arena.close();
    }
}
