package earshot.audio.file;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;

/// A sound file that cannot be turned into samples. The message is one line: file, place, reason, remedy.
///
/// This is the only exception that leaves [AudioFile#read].
public final class UnreadableAudioException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    /// [#offset()] where no single place in the file is to blame.
    public static final long NO_OFFSET = -1;

    private final String file;
    private final long offset;
    private final String reason;
    private final String remedy;

    /// @param file the file that was being read
    /// @param offset first byte of what is wrong, or [#NO_OFFSET]
    /// @param reason what was expected and what was found
    /// @param remedy what the owner of the file can do
    /// @param cause the exception behind it, or null
    public UnreadableAudioException(Path file, long offset, String reason, String remedy, Throwable cause) {
        super(file + (offset < 0 ? ": " : ": at byte " + offset + ": ") + reason + "; " + remedy, cause);
        this.file = file.toString();
        this.offset = offset;
        this.reason = reason;
        this.remedy = remedy;
    }

    /// The file that was being read.
    public Path file() {
        return Path.of(file);
    }

    /// First byte of what is wrong, or [#NO_OFFSET].
    public long offset() {
        return offset;
    }

    /// What was expected and what was found.
    public String reason() {
        return reason;
    }

    /// What the owner of the file can do.
    public String remedy() {
        return remedy;
    }
}
