package earshot.experiments.files;

import earshot.experiments.ExperimentException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicLong;

/// Reads and writes whole files. One that is written appears whole or not at all: under a hidden name first, then renamed over what was
/// there. A full disk or a killed process leaves the earlier content untouched.
public final class WholeFile {
    private static final AtomicLong COUNT = new AtomicLong();

    private WholeFile() {
    }

    /// Reads a text in UTF-8.
    ///
    /// @param remedy what to do if it is none
    /// @throws ExperimentException naming the file, if it is no such text
    /// @throws IOException         if it cannot be read
    public static String text(Path file, String remedy) throws IOException {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException binary) {
            throw new ExperimentException(file + ": is not a text file in UTF-8; " + remedy, binary);
        } catch (FileSystemException named) {
            throw named;
        } catch (IOException unnamed) {
            throw new FileSystemException(file.toString(), null, unnamed.getMessage());
        }
    }

    /// Writes a text in UTF-8.
    ///
    /// @throws IOException naming the file, if it cannot be written
    public static void write(Path file, String text) throws IOException {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /// Writes bytes.
    ///
    /// @throws IOException naming the file, if it cannot be written
    public static void write(Path file, byte[] content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        // Not Files.createTempFile: its files are private to the user, these get the usual permissions.
        Path fresh = folder
                .resolve("." + file.getFileName() + ".new-" + ProcessHandle.current().pid() + "-" + COUNT.getAndIncrement());
        try {
            Files.write(fresh, content);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            Files.deleteIfExists(fresh);
            throw named(file, failed);
        }
    }

    /// A full disk is reported without a name, everything else with the hidden one.
    private static FileSystemException named(Path file, IOException failed) {
        return switch (failed) {
            case NoSuchFileException none -> new NoSuchFileException(file.toString(), null, none.getReason());
            case AccessDeniedException denied -> new AccessDeniedException(file.toString(), null, denied.getReason());
            case FileSystemException other -> new FileSystemException(file.toString(), null, other.getReason());
            default -> new FileSystemException(file.toString(), null, failed.getMessage());
        };
    }
}
