package earshot.engine.files;

import java.io.IOException;
import java.nio.file.Path;

/// A file that is not what it should be: says which, where and why.
public final class MalformedFileException extends IOException {
    private static final long serialVersionUID = 1L;

    /// @param offset in bytes from the start of the file
    /// @param reason a clause without a final stop
    public MalformedFileException(Path file, long offset, String reason) {
        super(file + ", offset " + offset + ": " + reason);
    }
}
