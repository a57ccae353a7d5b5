package earshot.audio.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/// A file that is being read, together with its name, so that whatever is wrong with the bytes can be said with file and offset. Of the
/// file a window is in memory, which moves to where bytes are asked for.
final class AudioBytes implements AutoCloseable {

    /// Rates above this are taken for garbage: the fastest converters in use stay below 3 MHz.
    static final int MAX_RATE = 10_000_000;
    /// Most bytes that can be asked for at once; more than an Ogg page has.
    static final int WINDOW = 1 << 17;

    private final Path file;
    private final FileChannel channel;
    private final long length;
    private final byte[] window;
    private long start;
    private int filled;

    private AudioBytes(Path file, FileChannel channel, long length) {
        this.file = file;
        this.channel = channel;
        this.length = length;
        this.window = new byte[(int) Math.min(length, WINDOW)];
    }

    static AudioBytes open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new AudioBytes(file, channel, channel.size());
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    Path file() {
        return file;
    }

    long length() {
        return length;
    }

    /// Makes sure that `[offset, offset + count)`, which must lie in the file, is in [#window()] and returns where there. Holds until the
    /// next call.
    int at(long offset, int count) throws UnreadableAudioException {
        if (offset < start || offset + count > start + filled) {
            move(offset, count);
        }
        return (int) (offset - start);
    }

    byte[] window() {
        return window;
    }

    private void move(long offset, int count) throws UnreadableAudioException {
        start = offset;
        filled = 0;
        int wanted = (int) Math.min(window.length, length - offset);
        try {
            while (filled < wanted) {
                int read = channel.read(ByteBuffer.wrap(window, filled, wanted - filled), offset + filled);
                if (read < 0) {
                    break;
                }
                filled += read;
            }
        } catch (IOException e) {
            throw new UnreadableAudioException(file, offset, "cannot be read (" + e + ")", "check the disk", e);
        }
        if (filled < count) {
            throw broken(offset + filled, "the file became shorter while it was read", "read it when it is written completely");
        }
    }

    /// A copy of `[offset, offset + count)` as far as it lies in the file.
    byte[] copy(long offset, int count) throws UnreadableAudioException {
        int present = Math.clamp(length - offset, 0, count);
        int from = at(offset, present);
        return Arrays.copyOfRange(window, from, from + present);
    }

    /// The same with multi-byte numbers in the order given.
    ByteBuffer copy(long offset, int count, ByteOrder order) throws UnreadableAudioException {
        return ByteBuffer.wrap(copy(offset, count)).order(order);
    }

    /// Whether the file holds `magic` (Latin-1) at `offset`.
    boolean has(long offset, String magic) throws UnreadableAudioException {
        byte[] expected = latin1(magic);
        if (offset < 0 || offset > length - expected.length) {
            return false;
        }
        int from = at(offset, expected.length);
        return Arrays.equals(window, from, from + expected.length, expected, 0, expected.length);
    }

    /// The bytes of a literal, one per character.
    static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /// Four bytes for an error message: as text where printable, else with question marks.
    String tag(long offset) throws UnreadableAudioException {
        StringBuilder text = new StringBuilder();
        for (byte b : copy(Math.min(offset, length), 4)) {
            text.append(b >= 32 && b < 127 ? (char) b : '?');
        }
        return text.toString();
    }

    UnreadableAudioException broken(long offset, String reason, String remedy) {
        return new UnreadableAudioException(file, offset, reason, remedy, null);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
