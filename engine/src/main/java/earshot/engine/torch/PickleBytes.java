package earshot.engine.torch;

import earshot.engine.files.MalformedFileException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The bytes of a pickle, read from front to back, and an account of the memory and work that they ask for: a limit in proportion to the
/// bytes read so far keeps short files from costing much.
final class PickleBytes {
    private static final long ALLOWANCE = 64 << 20;
    private static final int PER_BYTE = 16;
    private static final String AGAIN = "fetch or make the file again";

    private final Path file;
    private final String entry;
    private final MemorySegment bytes;
    private long position;
    private long spent;

    /// @param file  names it in errors
    /// @param entry of the archive that the file is; null if it is none
    /// @param bytes of the entry or file
    PickleBytes(Path file, String entry, MemorySegment bytes) {
        this.file = file;
        this.entry = entry;
        this.bytes = bytes;
    }

    /// Offset of the next byte.
    long position() {
        return position;
    }

    long remaining() {
        return bytes.byteSize() - position;
    }

    int u8() throws MalformedFileException {
        return bytes.get(ValueLayout.JAVA_BYTE, take(1)) & 0xFF;
    }

    int u16() throws MalformedFileException {
        return bytes.get(ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), take(2)) & 0xFFFF;
    }

    int i32() throws MalformedFileException {
        return bytes.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), take(4));
    }

    long u32() throws MalformedFileException {
        return i32() & 0xFFFF_FFFFL;
    }

    long i64() throws MalformedFileException {
        return bytes.get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), take(8));
    }

    /// The one number that pickles store big-endian.
    double f64() throws MalformedFileException {
        return bytes.get(ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN), take(8));
    }

    /// The next bytes, where they stand.
    MemorySegment slice(long length) throws MalformedFileException {
        return bytes.asSlice(take(length), length);
    }

    byte[] array(long length) throws MalformedFileException {
        long from = take(length);
        if (length > Integer.MAX_VALUE - 8) {
            throw malformed("a piece of " + length + " bytes is too long");
        }
        spend(length);
        return bytes.asSlice(from, length).toArray(ValueLayout.JAVA_BYTE);
    }

    String text(long length) throws MalformedFileException {
        byte[] utf8 = array(length);
        String text = new String(utf8, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') >= 0) {
            try {
                return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
            } catch (CharacterCodingException e) {
                throw malformed("a text is not UTF-8");
            }
        }
        return text;
    }

    /// Text up to the next line break, at most 200 bytes.
    String line() throws MalformedFileException {
        long end = position;
        while (end < bytes.byteSize() && bytes.get(ValueLayout.JAVA_BYTE, end) != '\n') {
            if (end++ - position > 200) {
                throw malformed("a name has no end");
            }
        }
        if (end == bytes.byteSize()) {
            throw malformed("the pickle is cut short within a name");
        }
        String line = text(end - position);
        position++;
        return line;
    }

    /// Accounts for memory or work.
    void spend(long amount) throws MalformedFileException {
        spent += amount;
        if (spent < 0 || spent > ALLOWANCE + PER_BYTE * position) {
            throw new MalformedFileException(file, entry, position, "the pickle asks for far more memory than its "
                    + position + " bytes deserve", "save the tensors alone, without other values");
        }
    }

    MalformedFileException malformed(String reason) {
        return malformed(reason, AGAIN);
    }

    MalformedFileException malformed(String reason, String remedy) {
        return new MalformedFileException(file, entry, position, reason, remedy);
    }

    private long take(long length) throws MalformedFileException {
        if (length < 0 || length > remaining()) {
            throw malformed("it is cut short: " + Long.toUnsignedString(length) + " bytes are announced, "
                    + remaining() + " follow");
        }
        long from = position;
        position += length;
        return from;
    }
}
