package earshot.audio.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalLong;

/// A sound file read piece by piece, in memory that does not grow with its length. Made by [AudioFile#open]; one thread at a time.
public final class AudioStream implements AutoCloseable {

    // Arrays cannot be longer; a few bytes are left to the virtual machine's own header.
    private static final long MAX_BYTES = Integer.MAX_VALUE - 8L;

    private final AudioBytes bytes;
    private final FrameSource source;
    private final AudioFormat format;
    private float[][] block;
    private int taken;

    private AudioStream(AudioBytes bytes, FrameSource source, AudioFormat format) {
        this.bytes = bytes;
        this.source = source;
        this.format = format;
    }

    static AudioStream open(Path file) throws UnreadableAudioException {
        return guarded(file, () -> {
            requireRegular(file);
            AudioBytes bytes = AudioBytes.open(file);
            try {
                AudioFormat format = FormatSniffer.format(bytes);
                return new AudioStream(bytes, FormatSniffer.source(format, bytes), format);
            } catch (IOException | RuntimeException | Error e) {
                bytes.close();
                throw e;
            }
        });
    }

    static byte[] bytes(Path file) throws UnreadableAudioException {
        return guarded(file, () -> {
            requireRegular(file);
            long size = Files.size(file);
            if (size > MAX_BYTES) {
                throw unreadable(file, "has " + size + " bytes, at most " + MAX_BYTES + " are read", "cut it into pieces", null);
            }
            return Files.readAllBytes(file);
        });
    }

    private static void requireRegular(Path file) throws UnreadableAudioException {
        if (Files.isDirectory(file)) {
            throw unreadable(file, "expected a sound file, got a folder", "name a file in it", null);
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // A pipe or a device may never end.
            throw unreadable(file, "expected a regular file, got a pipe or device", "write the sound to a file first", null);
        }
    }

    /// Frames per second (hertz).
    public int rate() {
        return source.rate();
    }

    /// Samples per frame.
    public int channels() {
        return source.channels();
    }

    /// Format, rate, channels and, where the format tells without decoding, length.
    ///
    /// @throws UnreadableAudioException if the file is so broken that its length cannot be told
    public AudioInfo info() throws UnreadableAudioException {
        long frames = guarded(bytes.file(), source::frames);
        return new AudioInfo(format, rate(), channels(), frames < 0 ? OptionalLong.empty() : OptionalLong.of(frames));
    }

    /// Takes the next frames.
    ///
    /// @param into receives them, `[channel][frame]`, full scale ±1 and not clipped; as many channels as the file has
    /// @param at first frame to write
    /// @param count most frames to take, at least 1
    /// @return frames taken, at least 1; -1 after the last
    /// @throws UnreadableAudioException if the file turns out to be broken here; what came before was whole
    public int read(float[][] into, int at, int count) throws UnreadableAudioException {
        if (into.length != channels() || count < 1) {
            throw new IllegalArgumentException("audio stream: expected " + channels() + " channels and at least 1 frame, got "
                    + into.length + " channels and " + count + " frames");
        }
        if (block == null || taken == block[0].length) {
            block = nextBlock();
            taken = 0;
            if (block == null) {
                return -1;
            }
        }
        int n = Math.min(count, block[0].length - taken);
        for (int c = 0; c < into.length; c++) {
            System.arraycopy(block[c], taken, into[c], at, n);
        }
        taken += n;
        return n;
    }

    /// The next frames as they come out of the decoder, null after the last.
    float[][] nextBlock() throws UnreadableAudioException {
        return guarded(bytes.file(), source::next);
    }

    @Override
    public void close() throws UnreadableAudioException {
        guarded(bytes.file(), () -> {
            bytes.close();
            return null;
        });
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    /// Whatever goes wrong inside comes out as the one documented exception.
    private static <T> T guarded(Path file, Work<T> work) throws UnreadableAudioException {
        try {
            return work.run();
        } catch (UnreadableAudioException e) {
            throw e;
        } catch (NoSuchFileException e) {
            throw unreadable(file, "no such file", "check the path", e);
        } catch (AccessDeniedException e) {
            throw unreadable(file, "cannot be read (access denied)", "check its permissions", e);
        } catch (IOException e) {
            throw unreadable(file, "cannot be read (" + e + ")", "check the permissions and the disk", e);
        } catch (OutOfMemoryError e) {
            throw unreadable(file, "needs more memory than the Java heap has", "raise -Xmx or read it as a stream", e);
        } catch (LinkageError e) {
            throw unreadable(file, "the library that decodes it is not on the class path (" + e.getMessage() + ")",
                    "add com.googlecode.soundlibs:jlayer:1.0.1.4 for MP3", e);
        } catch (RuntimeException e) {
            // A decoder that trips over bytes nobody thought of must not take a run of a thousand clips down with it.
            throw unreadable(file, "cannot be decoded (" + e + ")", "replace it or convert it again", e);
        }
    }

    static UnreadableAudioException unreadable(Path file, String reason, String remedy, Throwable cause) {
        String line = reason.replaceAll("\\R", " ");
        return new UnreadableAudioException(file, UnreadableAudioException.NO_OFFSET, line, remedy, cause);
    }
}
