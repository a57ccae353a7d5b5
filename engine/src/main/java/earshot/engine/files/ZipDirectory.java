package earshot.engine.files;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// The entries of a zip archive in memory, by its central directory (PKWARE's APPNOTE, with zip64). Stored entries are handed out where
/// they stand, deflated ones are inflated as long as the archive does not swell beyond measure. Nothing is ever written to a path that an
/// archive names.
public final class ZipDirectory {
    private static final int LOCAL = 0x0403_4B50;
    private static final int CENTRAL = 0x0201_4B50;
    private static final int END = 0x0605_4B50;
    private static final int LOCATOR64 = 0x0706_4B50;
    private static final int END64 = 0x0606_4B50;
    private static final long LIMIT32 = 0xFFFF_FFFFL;
    private static final long MOST_SWELLING = 1032; // of deflate: 258 bytes from 2 bits

    private final Path file;
    private final MemorySegment bytes;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private long allowance;
    private long directory;

    /// One entry.
    ///
    /// @param method     0 stored, 8 deflated
    /// @param crc        checksum of its content; 0 if none was computed
    /// @param compressed bytes in the archive
    /// @param size       bytes of its content
    /// @param header     offset of its local header
    /// @param encrypted  whether it is
    public record Entry(String name, int method, int crc, long compressed, long size, long header, boolean encrypted) {
    }

    private ZipDirectory(Path file, MemorySegment bytes) {
        this.file = file;
        this.bytes = bytes;
        this.allowance = 16 * bytes.byteSize() + (16 << 20);
    }

    /// Whether bytes begin as an archive does.
    public static boolean begins(MemorySegment bytes) {
        if (bytes.byteSize() < 4) {
            return false;
        }
        int magic = bytes.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 0);
        return magic == LOCAL || magic == END;
    }

    /// Reads the directory.
    ///
    /// @param file  names it in errors
    /// @param bytes all of it
    /// @throws MalformedFileException naming file, offset and reason
    public static ZipDirectory read(Path file, MemorySegment bytes) throws MalformedFileException {
        ZipDirectory zip = new ZipDirectory(file, bytes);
        zip.readEntries(zip.findEnd());
        return zip;
    }

    /// All entries by name, in the directory's order.
    public Map<String, Entry> entries() {
        return Collections.unmodifiableMap(entries);
    }

    /// The content of an entry, its checksum verified unless the archive has none.
    ///
    /// @throws MalformedFileException if it is damaged or packed in a way that is not known
    public MemorySegment content(Entry entry) throws MalformedFileException {
        if (entry.encrypted()) {
            throw new MalformedFileException(file, entry.name(), 0, "the entry is encrypted", "decrypt the archive first");
        }
        if (entry.header() > directory - 30 || u32(entry.header()) != (LOCAL & LIMIT32)) {
            throw malformed(entry.header(), "entry " + entry.name() + " has no header there");
        }
        long begin = entry.header() + 30 + u16(entry.header() + 26) + u16(entry.header() + 28);
        if (entry.compressed() > directory - begin) {
            throw malformed(begin, "entry " + entry.name() + " should have " + entry.compressed() + " bytes, only "
                    + Math.max(0, directory - begin) + " follow");
        }
        MemorySegment packed = bytes.asSlice(begin, entry.compressed());
        MemorySegment content = switch (entry.method()) {
            case 0 -> packed;
            case 8 -> inflated(entry, packed);
            default -> throw new MalformedFileException(file, entry.name(), 0,
                    "the entry is packed by method " + entry.method() + "; known are 0 (stored) and 8 (deflated)",
                    "pack the archive again without compression");
        };
        if (content.byteSize() != entry.size()) {
            throw new MalformedFileException(file, entry.name(), 0, "the entry should have " + entry.size() + " bytes, it has "
                    + content.byteSize());
        }
        if (entry.crc() != 0 && crc(content) != entry.crc()) {
            throw new MalformedFileException(file, entry.name(), 0, "the entry's checksum does not fit its content");
        }
        return content;
    }

    private MemorySegment inflated(Entry entry, MemorySegment packed) throws MalformedFileException {
        if (entry.size() > MOST_SWELLING * entry.compressed() || packed.byteSize() > Integer.MAX_VALUE) {
            throw new MalformedFileException(file, entry.name(), 0, entry.compressed() + " bytes cannot inflate to "
                    + entry.size());
        }
        allowance -= entry.size();
        if (allowance < 0 || entry.size() > Integer.MAX_VALUE - 8) {
            throw new MalformedFileException(file, entry.name(), 0, "the archive would inflate to more than 16 times its size",
                    "if that is meant, pack it again without compression");
        }
        byte[] content = new byte[(int) entry.size()];
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(packed.asByteBuffer());
            int n = 0;
            while (n < content.length && !inflater.finished()) {
                int more = inflater.inflate(content, n, content.length - n);
                if (more == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    break;
                }
                n += more;
            }
            boolean whole = n == content.length
                    && (inflater.finished() || inflater.inflate(new byte[1]) == 0 && inflater.finished());
            if (!whole) {
                throw new MalformedFileException(file, entry.name(), 0, "the entry does not inflate to the " + entry.size()
                        + " bytes that the archive's directory tells");
            }
        } catch (DataFormatException e) {
            throw new MalformedFileException(file, entry.name(), 0, "the entry cannot be inflated (" + e.getMessage() + ")");
        } finally {
            inflater.end();
        }
        return MemorySegment.ofArray(content);
    }

    private static int crc(MemorySegment content) {
        CRC32 crc = new CRC32();
        for (long at = 0; at < content.byteSize(); at += 1 << 30) {
            ByteBuffer piece = content.asSlice(at, Math.min(1 << 30, content.byteSize() - at)).asByteBuffer();
            crc.update(piece);
        }
        return (int) crc.getValue();
    }

    /// Offset of the record that ends the archive: 22 bytes and a comment before the file's end.
    private long findEnd() throws MalformedFileException {
        long size = bytes.byteSize();
        for (long at = size - 22; at >= Math.max(0, size - 22 - 0xFFFF); at--) {
            if (u32(at) == END && u16(at + 20) == size - 22 - at) {
                return at;
            }
        }
        throw malformed(size, "the archive has no directory at its end: it is cut short");
    }

    private void readEntries(long end) throws MalformedFileException {
        long count = u16(end + 10);
        long length = u32(end + 12);
        directory = u32(end + 16);
        long limit = end;
        if (end >= 20 && u32(end - 20) == LOCATOR64) {
            long end64 = i64(end - 12);
            if (end64 < 0 || end64 > end - 20 - 56 || u32(end64) != END64) {
                throw malformed(end - 12, "the archive's zip64 record is not where it should be");
            }
            count = i64(end64 + 32);
            length = i64(end64 + 40);
            directory = i64(end64 + 48);
            limit = end64;
        }
        if (directory < 0 || length < 0 || directory > limit || length > limit - directory) {
            throw malformed(end, "the archive's directory of " + length + " bytes at " + directory + " lies outside of the file");
        }
        long at = directory;
        long stop = directory + length;
        while (at < stop) {
            at = readEntry(at, stop);
        }
        if (entries.size() != count) {
            throw malformed(end, "the archive's directory should list " + count + " entries, it lists " + entries.size());
        }
    }

    /// Reads one entry of the directory.
    ///
    /// @return the offset of the next
    private long readEntry(long at, long stop) throws MalformedFileException {
        if (stop - at < 46 || u32(at) != CENTRAL) {
            throw malformed(at, "the archive's directory is damaged");
        }
        long next = at + 46 + u16(at + 28) + u16(at + 30) + u16(at + 32);
        if (next > stop) {
            throw malformed(at, "the archive's directory is cut short");
        }
        byte[] text = bytes.asSlice(at + 46, u16(at + 28)).toArray(ValueLayout.JAVA_BYTE);
        String name = new String(text, StandardCharsets.UTF_8);
        long[] wide = {u32(at + 24), u32(at + 20), u32(at + 42)};
        widen(wide, at + 46 + text.length, u16(at + 30));
        if (wide[0] < 0 || wide[1] < 0 || wide[2] < 0) {
            throw malformed(at, "entry " + name + " has a negative size");
        }
        Entry entry = new Entry(name, u16(at + 10), (int) u32(at + 16), wide[1], wide[0], wide[2], (u16(at + 8) & 1) != 0);
        if (entries.put(name, entry) != null) {
            throw malformed(at, "the archive lists entry " + name + " twice");
        }
        return next;
    }

    /// Replaces sizes that do not fit into 32 bits by those of the zip64 field.
    private void widen(long[] wide, long extra, int length) throws MalformedFileException {
        for (long at = extra; at + 4 <= extra + length; at += 4 + u16(at + 2)) {
            if (u16(at) == 1) {
                long value = at + 4;
                long stop = Math.min(extra + length, value + u16(at + 2));
                for (int i = 0; i < wide.length; i++) {
                    if (wide[i] == LIMIT32) {
                        if (value + 8 > stop) {
                            throw malformed(at, "the zip64 field of an entry is cut short");
                        }
                        wide[i] = i64(value);
                        value += 8;
                    }
                }
                return;
            }
        }
    }

    private int u16(long at) {
        return bytes.get(ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), at) & 0xFFFF;
    }

    private long u32(long at) {
        return bytes.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), at) & LIMIT32;
    }

    private long i64(long at) {
        return bytes.get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), at);
    }

    private MalformedFileException malformed(long offset, String reason) {
        return new MalformedFileException(file, offset, reason);
    }
}
