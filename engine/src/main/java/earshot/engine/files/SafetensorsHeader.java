package earshot.engine.files;

import earshot.engine.Shape;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The header of a safetensors file, checked: types and shapes are legal, and the values of all tensors cover the rest of the file
/// without holes or overlaps.
///
/// @param metadata free-form text
/// @param entries by name, in the order of their values
record SafetensorsHeader(Map<String, String> metadata, Map<String, Safetensors.Entry> entries) {
    /// As in the reference implementation.
    static final long MAX_BYTES = 100_000_000;

    private static final JsonMapper JSON = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    /// Parses and checks a header.
    ///
    /// @param json its bytes, from offset 8 of the file
    /// @param fileSize in bytes
    static SafetensorsHeader parse(Path file, byte[] json, long fileSize) throws MalformedFileException {
        JsonNode root = tree(file, json);
        if (!root.isObject()) {
            throw malformed(file, "the header is not a JSON object");
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        List<Safetensors.Entry> entries = new ArrayList<>();
        List<Long> ends = new ArrayList<>();
        for (Map.Entry<String, JsonNode> e : root.properties()) {
            if (e.getKey().equals("__metadata__")) {
                metadata(file, e.getValue(), metadata);
            } else {
                entries.add(entry(file, e.getKey(), e.getValue(), 8L + json.length, fileSize));
            }
        }
        entries.sort(Comparator.comparingLong(Safetensors.Entry::begin).thenComparingLong(Safetensors.Entry::end));
        long at = 8L + json.length;
        Map<String, Safetensors.Entry> byName = new LinkedHashMap<>();
        for (Safetensors.Entry e : entries) {
            if (e.begin() != at) {
                throw new MalformedFileException(file, at, "tensor " + e.name() + " begins at " + e.begin() + ", "
                        + (e.begin() > at ? "leaving a hole" : "overlapping the one before"));
            }
            at = e.end();
            byName.put(e.name(), e);
        }
        if (at != fileSize) {
            throw new MalformedFileException(file, at, (fileSize - at) + " bytes after the last tensor belong to none");
        }
        return new SafetensorsHeader(metadata, byName);
    }

    private static JsonNode tree(Path file, byte[] json) throws MalformedFileException {
        if (json.length == 0 || json[0] != '{') {
            throw malformed(file, "the header does not begin with {; this is not a safetensors file");
        }
        try {
            return JSON.readTree(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString());
        } catch (CharacterCodingException e) {
            throw malformed(file, "the header is not UTF-8");
        } catch (JacksonException e) {
            long column = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getCharOffset());
            throw new MalformedFileException(file, 8 + column, "the header is not valid JSON: " + e.getOriginalMessage());
        }
    }

    private static void metadata(Path file, JsonNode node, Map<String, String> into) throws MalformedFileException {
        if (!node.isObject()) {
            throw malformed(file, "__metadata__ is not an object");
        }
        for (Map.Entry<String, JsonNode> m : node.properties()) {
            if (!m.getValue().isString()) {
                throw malformed(file, "__metadata__ entry " + m.getKey() + " is not a string");
            }
            into.put(m.getKey(), m.getValue().stringValue());
        }
    }

    private static Safetensors.Entry entry(Path file, String name, JsonNode node, long base, long fileSize)
            throws MalformedFileException {
        if (!node.isObject() || node.size() != 3) {
            throw malformed(file, "tensor " + name + " needs exactly dtype, shape and data_offsets");
        }
        DataType type = type(file, name, node.get("dtype"));
        long[] sizes = numbers(file, name, "shape", node.get("shape"));
        long[] offsets = numbers(file, name, "data_offsets", node.get("data_offsets"));
        if (offsets.length != 2 || offsets[0] > offsets[1] || offsets[1] > fileSize - base) {
            throw malformed(file, "tensor " + name + " has data_offsets " + node.get("data_offsets") + "; the values have "
                    + (fileSize - base) + " bytes");
        }
        long count = 1;
        int[] ints = new int[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] > Integer.MAX_VALUE || count * sizes[i] > Integer.MAX_VALUE) {
                throw malformed(file, "tensor " + name + " has shape " + node.get("shape") + ", more than "
                        + Integer.MAX_VALUE + " values");
            }
            count *= sizes[i];
            ints[i] = (int) sizes[i];
        }
        if (offsets[1] - offsets[0] != count * type.bytes()) {
            throw malformed(file, "tensor " + name + " has " + (offsets[1] - offsets[0]) + " bytes, " + type + " "
                    + node.get("shape") + " needs " + count * type.bytes());
        }
        return new Safetensors.Entry(name, type, Shape.of(ints), base + offsets[0]);
    }

    private static DataType type(Path file, String name, JsonNode node) throws MalformedFileException {
        for (DataType t : DataType.values()) {
            if (node != null && node.isString() && t.name().equals(node.stringValue())) {
                return t;
            }
        }
        throw malformed(file, "tensor " + name + " has dtype " + node + "; known are " + List.of(DataType.values()));
    }

    private static long[] numbers(Path file, String name, String field, JsonNode node) throws MalformedFileException {
        if (node == null || !node.isArray()) {
            throw malformed(file, "tensor " + name + " has no list " + field);
        }
        long[] numbers = new long[node.size()];
        for (int i = 0; i < numbers.length; i++) {
            JsonNode n = node.get(i);
            if (!n.isIntegralNumber() || !n.canConvertToLong() || n.longValue() < 0) {
                throw malformed(file, "tensor " + name + " has " + field + " " + node + "; whole numbers from 0 are needed");
            }
            numbers[i] = n.longValue();
        }
        return numbers;
    }

    private static MalformedFileException malformed(Path file, String reason) {
        return new MalformedFileException(file, 8, reason);
    }
}
