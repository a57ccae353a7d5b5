package earshot.engine.files;

import java.io.IOException;
import java.nio.file.Path;

/// A file that is not what it should be: says in one line which, where, why and what to do.
public final class MalformedFileException extends IOException {
    private static final long serialVersionUID = 1L;
    private static final String AGAIN = "fetch or make the file again";
    private static final int LONGEST = 800;

    /// @param offset in bytes from the start of the file
    /// @param reason a clause without a final stop
    public MalformedFileException(Path file, long offset, String reason) {
        this(file, "offset " + offset, reason, AGAIN);
    }

    /// @param entry  of the archive that the file is
    /// @param offset in bytes from the start of the entry's content
    /// @param reason a clause without a final stop
    public MalformedFileException(Path file, String entry, long offset, String reason) {
        this(file, entry, offset, reason, AGAIN);
    }

    /// @param entry  of the archive that the file is; null if it is none
    /// @param offset in bytes from the start of the entry's content or of the file
    /// @param reason a clause without a final stop
    /// @param remedy what to do about it, likewise
    public MalformedFileException(Path file, String entry, long offset, String reason, String remedy) {
        this(file, (entry == null ? "" : "entry " + shortened(entry, 80) + ", ") + "offset " + offset, reason, remedy);
    }

    private MalformedFileException(Path file, String place, String reason, String remedy) {
        super(oneLine(file + ", " + place + ": " + shortened(reason, LONGEST) + "; " + remedy));
    }

    /// Text of a file without the characters that would break a line or steer a terminal.
    public static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? '?' : c)
                .forEach(line::appendCodePoint);
        return line.toString();
    }

    private static String shortened(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest) + "…";
    }
}
