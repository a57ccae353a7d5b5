package earshot.engine.numpy;

import earshot.engine.files.AtomicFile;
import earshot.engine.files.Contents;
import earshot.engine.files.MalformedFileException;
import earshot.engine.files.StoredTensor;
import earshot.engine.files.ZipDirectory;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Reads and writes archives of arrays as {@code numpy.savez} does: a zip archive with an entry {@code <name>.npy} for each. Compressed
/// ones are read as well.
public final class Npz {
    private static final String EXTENSION = ".npy";
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0); // the same content, the same bytes

    private Npz() {
    }

    /// Whether an archive holds arrays, as far as its directory tells.
    public static boolean matches(ZipDirectory zip) {
        return !zip.entries().isEmpty() && zip.entries().keySet().stream().allMatch(name -> name.endsWith(EXTENSION));
    }

    /// All arrays of an archive by name; numbers that are not packed stay where they are.
    ///
    /// @param file names it in errors
    /// @throws MalformedFileException naming file, entry, offset, reason and remedy
    public static Contents contents(Path file, ZipDirectory zip) throws MalformedFileException {
        Map<String, StoredTensor> arrays = new LinkedHashMap<>();
        for (ZipDirectory.Entry entry : zip.entries().values()) {
            String name = entry.name().substring(0, entry.name().length() - EXTENSION.length());
            arrays.put(name, Npy.tensor(file, entry.name(), zip.content(entry)));
        }
        return new Contents(arrays, Map.of(), Map.of());
    }

    /// Writes arrays, not packed; replaces a file that is there. The same arrays in the same order give the same bytes.
    ///
    /// @throws IOException if it cannot be written; nothing is left behind then
    public static void write(Path file, Map<String, StoredTensor> arrays) throws IOException {
        AtomicFile.write(file, out -> {
            try (ZipOutputStream zip = new ZipOutputStream(keptOpen(out))) {
                for (Map.Entry<String, StoredTensor> array : arrays.entrySet()) {
                    zip.putNextEntry(entry(array.getKey() + EXTENSION, array.getValue()));
                    Npy.write(Channels.newChannel(keptOpen(zip)), array.getValue(), false);
                    zip.closeEntry();
                }
            }
        });
    }

    /// A stored entry must tell its length and checksum before its content.
    private static ZipEntry entry(String name, StoredTensor array) throws IOException {
        CRC32 crc = new CRC32();
        long[] length = {0};
        Npy.write(new WritableByteChannel() {
            @Override
            public int write(ByteBuffer bytes) {
                int n = bytes.remaining();
                length[0] += n;
                crc.update(bytes);
                return n;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {
                // counts only
            }
        }, array, false);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(length[0]);
        entry.setCrc(crc.getValue());
        entry.setTimeLocal(NO_TIME);
        return entry;
    }

    private static OutputStream keptOpen(WritableByteChannel channel) {
        return keptOpen(Channels.newOutputStream(channel));
    }

    private static OutputStream keptOpen(OutputStream stream) {
        return new FilterOutputStream(stream) {
            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
                out.write(bytes, from, count);
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }
}
