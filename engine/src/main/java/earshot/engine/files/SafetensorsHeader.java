package earshot.engine.files;

import earshot.engine.Shape;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/// The header of a safetensors file, checked: types and shapes are legal, and the values of all tensors cover the rest of the file
/// without holes or overlaps. It is read token by token, so that a hostile header costs no more memory than its bytes.
///
/// @param metadata free-form text
/// @param entries by name, in the order of their values
record SafetensorsHeader(Map<String, String> metadata, Map<String, Safetensors.Entry> entries) {
    /// As in the reference implementation.
    static final long MAX_BYTES = 100_000_000;

    private static final int MAX_RANK = 1024;
    private static final JsonFactory JSON = JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    /// Parses and checks a header.
    ///
    /// @param json its bytes, from offset 8 of the file
    /// @param fileSize in bytes
    static SafetensorsHeader parse(Path file, byte[] json, long fileSize) throws MalformedFileException {
        if (json.length == 0 || json[0] != '{') {
            throw malformed(file, "the header does not begin with {; this is not a safetensors file");
        }
        if (!isUtf8(json)) {
            throw malformed(file, "the header is not UTF-8");
        }
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            return new Reading(file, parser, 8L + json.length, fileSize).header();
        } catch (JacksonException e) {
            long column = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getByteOffset());
            String what = e instanceof StreamConstraintsException
                    ? "the header is beyond all measure: "
                    : "the header is not valid JSON: ";
            throw new MalformedFileException(file, 8 + column, what + e.getOriginalMessage());
        }
    }

    private static boolean isUtf8(byte[] json) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(json);
        CharBuffer out = CharBuffer.allocate(4096);
        while (true) {
            CoderResult result = decoder.decode(in, out.clear(), true);
            if (!result.isOverflow()) {
                return !result.isError();
            }
        }
    }

    private static MalformedFileException malformed(Path file, String reason) {
        return new MalformedFileException(file, 8, reason);
    }

    /// @param base offset of the values in the file
    private record Reading(Path file, JsonParser parser, long base, long fileSize) {

        SafetensorsHeader header() throws MalformedFileException {
            Map<String, String> metadata = new LinkedHashMap<>();
            List<Safetensors.Entry> entries = new ArrayList<>();
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals("__metadata__")) {
                    metadata(metadata);
                } else {
                    entries.add(entry(name));
                }
            }
            if (parser.nextToken() != null) {
                throw malformed(file, "the header is not valid JSON: something follows the object");
            }
            return new SafetensorsHeader(metadata, covering(entries));
        }

        /// The entries in the order of their values, which must fill the file.
        private Map<String, Safetensors.Entry> covering(List<Safetensors.Entry> entries) throws MalformedFileException {
            entries.sort(Comparator.comparingLong(Safetensors.Entry::begin).thenComparingLong(Safetensors.Entry::end));
            long at = base;
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
            return byName;
        }

        private void metadata(Map<String, String> into) throws MalformedFileException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw malformed(file, "__metadata__ is not an object");
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String key = parser.currentName();
                if (parser.nextToken() != JsonToken.VALUE_STRING) {
                    throw malformed(file, "__metadata__ entry " + key + " is not a string");
                }
                into.put(key, parser.getString());
            }
        }

        private Safetensors.Entry entry(String name) throws MalformedFileException {
            DataType type = null;
            long[] sizes = null;
            long[] offsets = null;
            boolean legal = parser.currentToken() == JsonToken.START_OBJECT;
            while (legal && parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String field = parser.currentName();
                parser.nextToken();
                switch (field) {
                    case "dtype" -> type = type(name);
                    case "shape" -> sizes = numbers(name, field);
                    case "data_offsets" -> offsets = numbers(name, field);
                    default -> legal = false;
                }
            }
            if (!legal || type == null || sizes == null || offsets == null) {
                throw malformed(file, "tensor " + name + " needs exactly dtype, shape and data_offsets");
            }
            if (offsets.length != 2 || offsets[0] > offsets[1] || offsets[1] > fileSize - base) {
                throw malformed(file, "tensor " + name + " has data_offsets " + text(offsets) + "; the values have "
                        + (fileSize - base) + " bytes");
            }
            Shape shape = shape(name, sizes);
            long bytes = (long) shape.count() * type.bytes();
            if (offsets[1] - offsets[0] != bytes) {
                throw malformed(file, "tensor " + name + " has " + (offsets[1] - offsets[0]) + " bytes, " + type + " " + shape
                        + " needs " + bytes);
            }
            return new Safetensors.Entry(name, type, shape, base + offsets[0]);
        }

        private Shape shape(String name, long[] sizes) throws MalformedFileException {
            long count = 1;
            int[] ints = new int[sizes.length];
            for (int i = 0; i < sizes.length; i++) {
                if (sizes[i] > Integer.MAX_VALUE || count * sizes[i] > Integer.MAX_VALUE) {
                    throw malformed(file, "tensor " + name + " has shape " + text(sizes) + ", more than " + Integer.MAX_VALUE
                            + " values");
                }
                count *= sizes[i];
                ints[i] = (int) sizes[i];
            }
            return Shape.of(ints);
        }

        private DataType type(String name) throws MalformedFileException {
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                for (DataType t : DataType.values()) {
                    if (t.name().equals(parser.getString())) {
                        return t;
                    }
                }
            }
            throw malformed(file, "tensor " + name + " has dtype " + parser.getString() + "; known are "
                    + List.of(DataType.values()));
        }

        private long[] numbers(String name, String field) throws MalformedFileException {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw malformed(file, "tensor " + name + " has no list " + field);
            }
            long[] numbers = new long[8];
            int n = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
                        || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER || parser.getLongValue() < 0) {
                    throw malformed(file, "tensor " + name + " has " + parser.getString() + " in its " + field
                            + "; whole numbers from 0 are needed");
                }
                if (n == MAX_RANK) {
                    throw malformed(file, "tensor " + name + " has more than " + MAX_RANK + " numbers in its " + field);
                }
                numbers = n == numbers.length ? Arrays.copyOf(numbers, 2 * n) : numbers;
                numbers[n++] = parser.getLongValue();
            }
            return Arrays.copyOf(numbers, n);
        }

        private static String text(long[] numbers) {
            return Arrays.toString(numbers).replace(" ", "");
        }
    }
}
