package earshot.experiments.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256.
public final class Sha256 {
    private Sha256() {
    }

    /// The 64 hexadecimal digits of a file's SHA-256, in small letters.
    ///
    /// @throws IOException if it cannot be read
    public static String of(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file); var reader = new DigestInputStream(content, digest())) {
            reader.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(reader.getMessageDigest().digest());
        }
    }

    /// One to be fed.
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java machine knows SHA-256", impossible);
        }
    }
}
