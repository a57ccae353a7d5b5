package earshot.engine.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Writes files that appear whole or not at all: under another name first, then renamed.
public final class AtomicFile {

    private AtomicFile() {
    }

    /// Produces the bytes of a file.
    public interface Body {
        void writeTo(WritableByteChannel out) throws IOException;
    }

    /// Writes a file; replaces one that is there.
    ///
    /// @throws IOException if it cannot be written, naming it and the remedy; nothing is left behind then
    public static void write(Path file, Body body) throws IOException {
        Path target = file.toAbsolutePath();
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try {
            try (FileChannel out = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                body.writeTo(out);
                out.force(true);
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (RuntimeException e) {
            Files.deleteIfExists(part);
            throw e;
        } catch (IOException e) {
            Files.deleteIfExists(part);
            throw new IOException("cannot write " + file + ": " + e.getMessage()
                    + "; check that the folder exists, may be written and has room", e);
        }
    }
}
