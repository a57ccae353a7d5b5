package earshot.engine.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Writes safetensors files. The same tensors and metadata give the same bytes, in whatever order they come: wider types first, so
/// that all values are aligned, then by name. The file appears whole or not at all.
public final class SafetensorsWriter {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String METADATA = "__metadata__";

    private SafetensorsWriter() {
    }

    /// Writes F32, F64 and I64 tensors; replaces a file that is there.
    ///
    /// @param metadata free-form text
    /// @throws IOException if the file cannot be written; nothing is left behind then
    public static void write(Path file, Map<String, TensorData> tensors, Map<String, String> metadata) throws IOException {
        Map<String, StoredTensor> stored = new LinkedHashMap<>();
        tensors.forEach((name, data) -> stored.put(name, StoredTensor.of(data)));
        writeStored(file, stored, metadata);
    }

    /// Writes tensors of any type as they are stored, in row-major order; replaces a file that is there.
    ///
    /// @param metadata free-form text
    /// @throws IllegalArgumentException if a tensor is named `__metadata__`
    /// @throws IOException              if the file cannot be written; nothing is left behind then
    public static void writeStored(Path file, Map<String, StoredTensor> tensors, Map<String, String> metadata)
            throws IOException {
        if (tensors.containsKey(METADATA)) {
            throw new IllegalArgumentException(file + ": a tensor is named " + METADATA
                    + ", which safetensors files keep for their metadata; rename it");
        }
        List<String> names = new ArrayList<>(tensors.keySet());
        names.sort(Comparator.comparing((String n) -> -tensors.get(n).type().bytes()).thenComparing(Comparator.naturalOrder()));
        AtomicFile.write(file, out -> {
            ByteBuffer header = header(names, tensors, metadata);
            while (header.hasRemaining()) {
                out.write(header);
            }
            for (String name : names) {
                tensors.get(name).writeTo(out);
            }
        });
    }

    private static ByteBuffer header(List<String> names, Map<String, StoredTensor> tensors,
            Map<String, String> metadata) {
        ObjectNode root = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode text = root.putObject(METADATA);
            new TreeMap<>(metadata).forEach(text::put);
        }
        long at = 0;
        for (String name : names) {
            StoredTensor t = tensors.get(name);
            ObjectNode entry = root.putObject(name);
            entry.put("dtype", t.type().name());
            Arrays.stream(t.shape().sizes()).forEach(entry.putArray("shape")::add);
            long end = at + t.bytes();
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
}
