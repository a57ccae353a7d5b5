package earshot.audio.file;

import java.io.IOException;
import java.io.InputStream;

/// A stretch of a file as a stream, for decoders that want one.
final class ByteWindow extends InputStream {

    private final AudioBytes bytes;
    private final long end;
    private long at;

    ByteWindow(AudioBytes bytes, long start, long end) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
    }

    @Override
    public int read() throws IOException {
        if (at >= end) {
            return -1;
        }
        return bytes.window()[bytes.at(at++, 1)] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (at >= end) {
            return length == 0 ? 0 : -1;
        }
        int count = (int) Math.min(Math.min(length, AudioBytes.WINDOW), end - at);
        System.arraycopy(bytes.window(), bytes.at(at, count), to, offset, count);
        at += count;
        return count;
    }
}
