package earshot.experiments.fetch;

import earshot.experiments.ExperimentException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// Unpacks a zip archive that may come from anywhere: every name must stay inside the folder, every entry must have the length and the
/// checksum that the archive states.
final class ZipArchive implements AutoCloseable {
    /// Thrown when an archive is broken or tries to write outside its folder.
    static final class BadArchiveException extends ExperimentException {
        private static final long serialVersionUID = 1L;

        BadArchiveException(String message) {
            super(message);
        }
    }

    private final Path file;
    private final ZipFile zip;
    private final List<ZipEntry> entries;

    /// @throws BadArchiveException if the file is no complete zip archive
    ZipArchive(Path file) throws IOException {
        this.file = file;
        try {
            zip = new ZipFile(file.toFile());
        } catch (ZipException broken) {
            throw new BadArchiveException(file + ": is not a complete zip archive (" + broken.getMessage() + ")");
        }
        entries = Collections.list(zip.entries()).stream().<ZipEntry>map(entry -> entry).toList();
    }

    /// Bytes of all files together, as the archive states them.
    long size() {
        return entries.stream().mapToLong(entry -> Math.max(0, entry.getSize())).sum();
    }

    /// Unpacks all files; a folder that all of them share is left out.
    ///
    /// @param folder   where; exists
    /// @param unpacked called with the number of bytes of every file written
    /// @throws BadArchiveException if a name leads out of the folder, or content and checksum do not agree
    void unpack(Path folder, LongConsumer unpacked) throws IOException {
        String top = top();
        // Names first: an archive with one evil name gets nothing written at all.
        for (ZipEntry entry : entries) {
            place(folder, entry, top);
        }
        for (ZipEntry entry : entries) {
            Path target = place(folder, entry, top);
            if (entry.isDirectory()) {
                Files.createDirectories(target);
            } else {
                Files.createDirectories(target.getParent());
                write(entry, target);
                unpacked.accept(entry.getSize());
            }
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    /// The first folder of every name, with its slash, if all names share it; else empty.
    private String top() {
        String first = entries.isEmpty() ? "" : entries.getFirst().getName();
        String top = first.substring(0, first.indexOf('/') + 1);
        return entries.stream().allMatch(entry -> entry.getName().startsWith(top)) ? top : "";
    }

    private Path place(Path folder, ZipEntry entry, String top) {
        String name = entry.getName().substring(top.length());
        Path target = folder.resolve(name).normalize();
        if (entry.getName().contains("\\") || name.startsWith("/") || List.of(entry.getName().split("/")).contains("..")
                || !target.startsWith(folder)) {
            throw new BadArchiveException(file + ": entry '" + entry.getName() + "' leads out of the folder");
        }
        return target;
    }

    private void write(ZipEntry entry, Path target) throws IOException {
        var checksum = new CRC32();
        long length;
        try (InputStream content = new CheckedInputStream(zip.getInputStream(entry), checksum);
                OutputStream out = Files.newOutputStream(target)) {
            length = content.transferTo(out);
        } catch (ZipException broken) {
            throw new BadArchiveException(file + ": entry '" + entry.getName() + "' is damaged (" + broken.getMessage() + ")");
        } catch (FileSystemException named) {
            throw named;
        } catch (IOException unnamed) {
            throw new FileSystemException(target.toString(), null, unnamed.getMessage());
        }
        if (length != entry.getSize() || checksum.getValue() != entry.getCrc()) {
            throw new BadArchiveException(file + ": entry '" + entry.getName() + "' is damaged (length or checksum differ)");
        }
    }
}
