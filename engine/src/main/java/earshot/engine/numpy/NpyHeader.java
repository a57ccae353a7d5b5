package earshot.engine.numpy;

import earshot.engine.Shape;
import earshot.engine.files.DataType;
import earshot.engine.files.MalformedFileException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The head of NumPy's {@code .npy} format (NEP 1): {@code \x93NUMPY}, two bytes of version, the length of what follows in two bytes
/// (version 1) or four (2, 3), and a Python dictionary in ASCII, from version 3 in UTF-8, padded so that the numbers begin at a multiple
/// of 64 bytes.
///
/// @param order        of the bytes of a number
/// @param fortranOrder whether the first axis runs fastest
/// @param begin        offset of the numbers
record NpyHeader(DataType type, ByteOrder order, boolean fortranOrder, Shape shape, long begin) {
    static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    private static final int LONGEST = 1 << 16;
    private static final int MOST_AXES = 64;
    private static final Map<String, DataType> TYPES = Map.of("f8", DataType.F64, "f4", DataType.F32, "f2", DataType.F16, "i8",
            DataType.I64, "i4", DataType.I32, "i2", DataType.I16, "i1", DataType.I8, "u1", DataType.U8, "b1", DataType.BOOL);
    private static final Pattern ITEM = Pattern.compile(
            "\\s*+['\"](\\w++)['\"]\\s*+:\\s*+(?:['\"]([^'\"]*+)['\"]|(True|False)|\\(([0-9,\\sL]*+)\\)|(\\[[^\\]]*+\\]))\\s*+(,|(?=\\}))");
    private static final Pattern SIZE = Pattern.compile("\\s*+([0-9]{1,19})L?\\s*+(,|$)");

    /// Reads a head.
    ///
    /// @param file  names it in errors
    /// @param entry of the archive that the file is; null if it is none
    /// @param bytes of the array
    static NpyHeader read(Path file, String entry, MemorySegment bytes) throws MalformedFileException {
        if (bytes.byteSize() < 10 || bytes.asSlice(0, MAGIC.length).mismatch(MemorySegment.ofArray(MAGIC)) >= 0) {
            throw new MalformedFileException(file, entry, 0, "this is no array of NumPy's", "give one that numpy.save wrote");
        }
        int version = bytes.get(ValueLayout.JAVA_BYTE, 6);
        if (version < 1 || version > 3 || version > 1 && bytes.byteSize() < 12) {
            throw new MalformedFileException(file, entry, 6,
                    "version " + version + " of the format is not known; known are 1 to 3",
                    "save it again with numpy.save");
        }
        int begin = version == 1 ? 10 : 12;
        long length = version == 1
                ? bytes.get(ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 8) & 0xFFFF
                : bytes.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 8) & 0xFFFF_FFFFL;
        if (length > bytes.byteSize() - begin || length > LONGEST) {
            throw new MalformedFileException(file, entry, 8, "a header of " + length + " bytes is announced, "
                    + (bytes.byteSize() - begin) + " follow, and at most " + LONGEST + " are read");
        }
        Charset charset = version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        String text = new String(bytes.asSlice(begin, length).toArray(ValueLayout.JAVA_BYTE), charset);
        return parse(file, entry, text, begin + length);
    }

    /// The head of an array of this type and shape, ready to be written.
    static byte[] bytes(DataType type, Shape shape, boolean fortranOrder) {
        String descr = TYPES.entrySet().stream().filter(e -> e.getValue() == type).findFirst().orElseThrow().getKey();
        String sizes = IntStream.of(shape.sizes()).mapToObj(String::valueOf).collect(Collectors.joining(", "));
        String text = "{'descr': '" + (type.bytes() == 1 ? "|" : "<") + descr + "', 'fortran_order': "
                + (fortranOrder ? "True" : "False") + ", 'shape': (" + sizes + (shape.rank() == 1 ? ",)" : ")") + ", }";
        int padded = (10 + text.length() + 1 + 63) / 64 * 64 - 10;
        byte[] head = ("......\1\0.." + text + " ".repeat(padded - text.length() - 1) + "\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(MAGIC, 0, head, 0, MAGIC.length);
        head[8] = (byte) padded;
        head[9] = (byte) (padded >> 8);
        return head;
    }

    private static NpyHeader parse(Path file, String entry, String text, long begin) throws MalformedFileException {
        Map<String, Matcher> items = new HashMap<>();
        int brace = text.indexOf('{');
        int end = brace + 1;
        Matcher item = ITEM.matcher(text);
        while (brace >= 0 && item.region(end, text.length()).lookingAt()) {
            end = item.end();
            items.put(item.group(1), item);
            item = ITEM.matcher(text);
        }
        Matcher descr = items.get("descr");
        Matcher order = items.get("fortran_order");
        Matcher shape = items.get("shape");
        boolean whole = brace >= 0 && text.substring(0, brace).isBlank() && text.substring(end).strip().equals("}");
        if (!whole || items.size() != 3 || descr == null || order == null || order.group(3) == null || shape == null
                || shape.group(4) == null) {
            throw new MalformedFileException(file, entry, 10, "the header is not a dictionary of descr, fortran_order and shape: "
                    + (text.length() > 100 ? text.substring(0, 100) + "…" : text));
        }
        String format = descr.group(2) == null ? "a structure" : descr.group(2);
        DataType type = format.length() == 3 && "<>|=".indexOf(format.charAt(0)) >= 0 ? TYPES.get(format.substring(1)) : null;
        if (type == null) {
            throw new MalformedFileException(file, entry, 10, "elements are of type " + format
                    + "; known are float64, float32, float16, int64, int32, int16, int8, uint8 and bool",
                    "convert with astype before saving");
        }
        ByteOrder byteOrder = format.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        return new NpyHeader(type, byteOrder, order.group(3).equals("True"), shape(file, entry, shape.group(4)), begin);
    }

    private static Shape shape(Path file, String entry, String text) throws MalformedFileException {
        int[] sizes = new int[MOST_AXES];
        int rank = 0;
        int end = 0;
        Matcher size = SIZE.matcher(text);
        while (end < text.length() && rank < MOST_AXES && size.region(end, text.length()).lookingAt()) {
            long n = size.group(1).length() > 10 ? Long.MAX_VALUE : Long.parseLong(size.group(1));
            sizes[rank++] = n > Integer.MAX_VALUE ? -1 : (int) n;
            end = size.end();
        }
        if (text.substring(end).isBlank()) {
            try {
                return Shape.of(Arrays.copyOf(sizes, rank));
            } catch (IllegalArgumentException _) {
                // said below
            }
        }
        throw new MalformedFileException(file, entry, 10, "the shape is (" + text + "); at most " + MOST_AXES + " axes and "
                + Integer.MAX_VALUE + " elements are possible");
    }
}
