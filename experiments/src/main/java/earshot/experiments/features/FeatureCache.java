package earshot.experiments.features;

import earshot.audio.file.AudioClip;
import earshot.audio.file.AudioFile;
import earshot.experiments.ExperimentException;
import earshot.experiments.files.UserCache;
import earshot.experiments.files.Sha256;
import earshot.experiments.files.WholeFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/// Pictures of clips, kept on disk so that they are computed once: one file per clip, under a key made of the settings and of the
/// recording's bytes. A renamed recording is found again, a changed one is not; files may be deleted at any time.
///
/// A file holds, little-endian: the recording's seconds as `double`, the picture as `float`s, and the CRC-32C of what stands before. One
/// that is damaged is made anew.
public final class FeatureCache {
    /// Part of the key: to be raised when the same settings come to give other numbers.
    private static final int VERSION = 3;

    private final Path folder;

    /// @param folder where to keep them; made when needed
    public FeatureCache(Path folder) {
        this.folder = folder;
    }

    /// The user's cache.
    public static FeatureCache ofUser() {
        return new FeatureCache(UserCache.folder().resolve("features"));
    }

    /// Where the pictures are kept.
    public Path folder() {
        return folder;
    }

    /// A picture and how long the recording was.
    ///
    /// @param image   row-major `[mels][frames]`
    /// @param seconds length of the recording before padding or cutting
    public record Entry(float[] image, double seconds) {
    }

    /// The picture of a recording, from the cache or computed and kept.
    ///
    /// @param transform what the front end's [FrontEnd#transform()] gave
    /// @throws earshot.audio.file.UnreadableAudioException if the file cannot be decoded
    /// @throws ExperimentException                         if the cache cannot be written
    /// @throws IOException                                 if a file cannot be read
    public Entry get(Path file, FrontEnd frontEnd, FrontEnd.Transform transform) throws IOException {
        int size = frontEnd.mels() * frontEnd.frames();
        Path place = place(key(AudioFile.bytes(file), frontEnd));
        Entry kept = read(place, size);
        if (kept != null) {
            return kept;
        }
        AudioClip clip = FrontEnd.read(file);
        Entry fresh = new Entry(frontEnd.apply(clip, transform), clip.seconds());
        try {
            Files.createDirectories(place.getParent());
            WholeFile.write(place, bytes(fresh));
        } catch (IOException failed) {
            String reason = failed instanceof AccessDeniedException ? "access denied" : failed.getMessage();
            throw new ExperimentException(folder + ": pictures cannot be kept there (" + reason
                    + "); make room, or point EARSHOT_CACHE at a folder that can be written", failed);
        }
        return fresh;
    }

    private Path place(String key) {
        return folder.resolve(key.substring(0, 2)).resolve(key + ".logmel");
    }

    private static String key(byte[] recording, FrontEnd frontEnd) {
        MessageDigest digest = Sha256.digest();
        digest.update((VERSION + " " + frontEnd).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest(recording));
    }

    private static byte[] bytes(Entry entry) {
        ByteBuffer buffer = ByteBuffer.allocate(Double.BYTES + entry.image.length * Float.BYTES + Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN).putDouble(entry.seconds);
        for (float value : entry.image) {
            buffer.putFloat(value);
        }
        return buffer.putInt(checksum(buffer)).array();
    }

    /// Null if there is none, or none that is whole. The file is mapped, not copied.
    private static Entry read(Path place, int size) throws IOException {
        int length = Double.BYTES + size * Float.BYTES + Integer.BYTES;
        if (!Files.isRegularFile(place)) {
            return null;
        }
        try (FileChannel channel = FileChannel.open(place, StandardOpenOption.READ); Arena arena = Arena.ofConfined()) {
            if (channel.size() != length) {
                return null;
            }
            // Files here are replaced, never changed or cut: a mapped one stays as it is.
            MemorySegment file = channel.map(FileChannel.MapMode.READ_ONLY, 0, length, arena);
            ByteBuffer bytes = file.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
            CRC32C crc = new CRC32C();
            crc.update(bytes.slice(0, length - Integer.BYTES));
            if (bytes.getInt(length - Integer.BYTES) != (int) crc.getValue()) {
                return null;
            }
            float[] image = new float[size];
            bytes.slice(Double.BYTES, size * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(image);
            return new Entry(image, bytes.getDouble(0));
        } catch (NoSuchFileException deletedJustNow) {
            return null;
        }
    }

    /// Of the bytes before the buffer's position.
    private static int checksum(ByteBuffer buffer) {
        CRC32C crc = new CRC32C();
        crc.update(buffer.array(), 0, buffer.position());
        return (int) crc.getValue();
    }
}
