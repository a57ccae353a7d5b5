package earshot.audio.file;

import java.nio.file.Path;
import java.util.Arrays;

/// Sound files to samples. The format is recognised by what is in the file, never by its name.
///
/// Read: WAV (PCM of 8, 16, 24, 32 bits, float of 32 and 64 bits, `WAVE_FORMAT_EXTENSIBLE`, RIFX, RF64), Ogg Vorbis (chained streams
/// too), FLAC, and MP3 where jlayer is on the class path. Integers are scaled by `2^-(bits - 1)`, so full scale is ±1;
/// floats, Vorbis and MP3 may pass it and are not clipped.
///
/// Memory stays within a small multiple of the decoded content, whatever headers claim.
public final class AudioFile {

    private static final int MAX_FRAMES = Integer.MAX_VALUE - 8;

    private AudioFile() {
    }

    /// Reads a whole file.
    ///
    /// @throws UnreadableAudioException if the file is missing, broken, cut short, of a format not read here, or too long for an array
    public static AudioClip read(Path file) throws UnreadableAudioException {
        try (AudioStream stream = open(file)) {
            return collect(file, stream);
        } catch (OutOfMemoryError e) {
            throw AudioStream.unreadable(file, "needs more memory than the Java heap has", "raise -Xmx or read it as a stream",
                    e);
        }
    }

    /// Opens a file for reading piece by piece.
    ///
    /// @throws UnreadableAudioException if the file is missing, of a format not read here, or broken at its beginning
    public static AudioStream open(Path file) throws UnreadableAudioException {
        return AudioStream.open(file);
    }

    /// What a file says of itself. Nothing is decoded, except the first page of an Ogg Vorbis stream, which hides where sound begins.
    ///
    /// @throws UnreadableAudioException as [#open]
    public static AudioInfo info(Path file) throws UnreadableAudioException {
        try (AudioStream stream = open(file)) {
            return stream.info();
        }
    }

    /// The bytes of a file that should be a sound, not decoded.
    ///
    /// @throws UnreadableAudioException if they cannot be read, or are more than an array holds
    public static byte[] bytes(Path file) throws UnreadableAudioException {
        return AudioStream.bytes(file);
    }

    private static AudioClip collect(Path file, AudioStream stream) throws UnreadableAudioException {
        float[][] channels = new float[stream.channels()][0];
        int frames = 0;
        for (float[][] block; (block = stream.nextBlock()) != null;) {
            int count = block[0].length;
            if (count > MAX_FRAMES - frames) {
                throw AudioStream.unreadable(file, "has more frames than an array holds", "read it as a stream", null);
            }
            if (frames + count > channels[0].length) {
                int room = (int) Math.min(MAX_FRAMES, Math.max(frames + (long) count, frames * 3L / 2));
                for (int c = 0; c < channels.length; c++) {
                    channels[c] = Arrays.copyOf(channels[c], room);
                }
            }
            for (int c = 0; c < channels.length; c++) {
                System.arraycopy(block[c], 0, channels[c], frames, count);
            }
            frames += count;
        }
        for (int c = 0; c < channels.length; c++) {
            if (channels[c].length != frames) {
                channels[c] = Arrays.copyOf(channels[c], frames);
            }
        }
        return new AudioClip(stream.rate(), channels);
    }
}
