package earshot.audio.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/// Sound files to samples. The format is recognised by what is in the file, never by its name.
///
/// Read: WAV (PCM of 8, 16, 24, 32 bits, float of 32 and 64 bits, `WAVE_FORMAT_EXTENSIBLE`, RIFX, RF64) and Ogg Vorbis (chained
/// streams too). Integers are scaled by `2^-(bits - 1)`, so full scale is ±1; floats and Vorbis may pass it and are not clipped.
public final class AudioFile {

    // Arrays cannot be longer; a few bytes are left to the virtual machine's own header.
    private static final long MAX_BYTES = Integer.MAX_VALUE - 8L;

    private AudioFile() {
    }

    /// Reads a whole file. Memory stays within a small multiple of the file's decoded content, whatever its headers claim.
    ///
    /// @throws UnreadableAudioException if the file is missing, broken, cut short, or of a format not read here
    public static AudioClip read(Path file) throws UnreadableAudioException {
        return attempt(file, () -> decode(new AudioBytes(file, content(file))));
    }

    /// The bytes of a file that should be a sound, not decoded.
    ///
    /// @throws UnreadableAudioException if they cannot be read, or are more than [#read] would take
    public static byte[] bytes(Path file) throws UnreadableAudioException {
        return attempt(file, () -> content(file));
    }

    /// Something done to a file.
    private interface Attempt<T> {
        T run() throws IOException;
    }

    private static <T> T attempt(Path file, Attempt<T> attempt) throws UnreadableAudioException {
        try {
            return attempt.run();
        } catch (UnreadableAudioException e) {
            throw e;
        } catch (NoSuchFileException e) {
            throw unreadable(file, "no such file", "check the path", e);
        } catch (AccessDeniedException e) {
            throw unreadable(file, "cannot be read (access denied)", "check its permissions", e);
        } catch (IOException e) {
            throw unreadable(file, "cannot be read (" + e + ")", "check the permissions and the disk", e);
        } catch (OutOfMemoryError e) {
            throw unreadable(file, "needs more memory than the Java heap has", "raise -Xmx or cut the file into pieces", e);
        } catch (RuntimeException e) {
            // A decoder that trips over bytes nobody thought of must not take a run of a thousand clips down with it.
            throw unreadable(file, "cannot be decoded (" + e + ")", "replace it or convert it again", e);
        }
    }

    private static byte[] content(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw unreadable(file, "expected a sound file, got a folder", "name a file in it", null);
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // A pipe or a device may never end.
            throw unreadable(file, "expected a regular file, got a pipe or device", "write the sound to a file first", null);
        }
        long size = Files.size(file);
        if (size > MAX_BYTES) {
            throw unreadable(file, "has " + size + " bytes, at most " + MAX_BYTES + " are read", "cut it into pieces", null);
        }
        return Files.readAllBytes(file);
    }

    private static AudioClip decode(AudioBytes bytes) throws UnreadableAudioException {
        if (bytes.length() == 0) {
            throw bytes.broken(UnreadableAudioException.NO_OFFSET, "the file is empty", "copy or download it again");
        }
        if (bytes.has(0, "RIFF") || bytes.has(0, "RIFX") || bytes.has(0, "RF64") || bytes.has(0, "BW64")) {
            return WavReader.read(bytes);
        }
        if (bytes.has(0, "OggS")) {
            return VorbisReader.read(bytes);
        }
        String known = knownFormat(bytes);
        if (known != null) {
            throw bytes.broken(0, known + " is not supported", "convert it to WAV or Ogg Vorbis, for example with"
                    + " ffmpeg -i in." + known.toLowerCase(Locale.ROOT) + " out.wav");
        }
        throw bytes.broken(0, "expected WAV or Ogg Vorbis, got something that starts with '" + bytes.tag(0) + "'",
                "convert it to WAV or remove it");
    }

    /// The name of a format that is recognised but not read, or null.
    private static String knownFormat(AudioBytes bytes) {
        if (bytes.has(0, "fLaC")) {
            return "FLAC";
        }
        if (bytes.has(0, "FORM") && (bytes.has(8, "AIFF") || bytes.has(8, "AIFC"))) {
            return "AIFF";
        }
        if (bytes.has(4, "ftyp")) {
            return "M4A";
        }
        byte[] data = bytes.data();
        // An MPEG frame header: eleven set bits, then a layer that is not the reserved one.
        boolean mpegFrame = data.length >= 2 && (data[0] & 0xFF) == 0xFF && (data[1] & 0xE0) == 0xE0 && (data[1] & 0x06) != 0;
        return bytes.has(0, "ID3") || mpegFrame ? "MP3" : null;
    }

    private static UnreadableAudioException unreadable(Path file, String reason, String remedy, Throwable cause) {
        return new UnreadableAudioException(file, UnreadableAudioException.NO_OFFSET, reason, remedy, cause);
    }
}
