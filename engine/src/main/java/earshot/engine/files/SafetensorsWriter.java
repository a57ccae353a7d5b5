package earshot.engine.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Writes safetensors files. The same tensors and metadata give the same bytes, in whatever order they come: wider types first, so
/// that all values are aligned, then by name. The file appears whole or not at all.
public final class SafetensorsWriter {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int CHUNK = 1 << 20;

    private SafetensorsWriter() {
    }

    /// Writes F32, F64 and I64 tensors; replaces a file that is there.
    ///
    /// @param metadata free-form text
    /// @throws IOException if the file cannot be written; nothing is left behind then
    public static void write(Path file, Map<String, TensorData> tensors, Map<String, String> metadata) throws IOException {
        List<String> names = new ArrayList<>(tensors.keySet());
        names.sort(Comparator.comparing((String n) -> -tensors.get(n).type().bytes()).thenComparing(Comparator.naturalOrder()));
        Path target = file.toAbsolutePath();
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try {
            try (FileChannel out = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                writeFully(out, header(names, tensors, metadata));
                for (String name : names) {
                    write(out, tensors.get(name));
                }
                out.force(true);
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(part);
            throw new IOException(
                    "cannot write " + file + ": " + e.getMessage() + "; check that the folder exists, may be written"
                            + " and has room",
                    e);
        }
    }

    private static ByteBuffer header(List<String> names, Map<String, TensorData> tensors, Map<String, String> metadata) {
        ObjectNode root = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode text = root.putObject("__metadata__");
            new TreeMap<>(metadata).forEach(text::put);
        }
        long at = 0;
        for (String name : names) {
            TensorData t = tensors.get(name);
            ObjectNode entry = root.putObject(name);
            entry.put("dtype", t.type().name());
            Arrays.stream(t.shape().sizes()).forEach(entry.putArray("shape")::add);
            long end = at + (long) t.shape().count() * t.type().bytes();
            entry.putArray("data_offsets").add(at).add(end);
            at = end;
        }
        byte[] json = JSON.writeValueAsString(root).getBytes(StandardCharsets.UTF_8);
        int padded = (json.length + 7) / 8 * 8; // so that the values begin at a multiple of 8
        ByteBuffer buffer = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN).putLong(padded).put(json);
        while (buffer.hasRemaining()) {
            buffer.put((byte) ' ');
        }
        return buffer.flip();
    }

    private static void write(FileChannel out, TensorData t) throws IOException {
        int width = t.type().bytes();
        int n = t.shape().count();
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, (long) n * width)).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < n; from += CHUNK / width) {
            int count = Math.min(CHUNK / width, n - from);
            chunk.clear().limit(count * width);
            switch (t.type()) {
                case F32 -> chunk.asFloatBuffer().put(t.floats(), from, count);
                case F64 -> chunk.asDoubleBuffer().put(t.doubles(), from, count);
                case I64 -> chunk.asLongBuffer().put(t.longs(), from, count);
                case F16, BF16, I32, I16, I8, U8, BOOL -> throw new AssertionError("tensor data is never " + t.type());
            }
            writeFully(out, chunk);
        }
    }

    private static void writeFully(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }
}
