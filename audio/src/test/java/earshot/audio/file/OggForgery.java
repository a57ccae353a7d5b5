package earshot.audio.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Makes damaged Ogg files whose page checksums are right, so that damage reaches the decoder behind them.
final class OggForgery {

    private OggForgery() {
    }

    static void fitChecksums(byte[] data) {
        ByteBuffer file = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (at + 27 <= data.length && file.getInt(at) == 0x5367674F) {
            int segments = data[at + 26] & 0xFF;
            int end = at + 27 + segments;
            for (int i = 0; i < segments && at + 27 + i < data.length; i++) {
                end += data[at + 27 + i] & 0xFF;
            }
            if (end > data.length) {
                return;
            }
            file.putInt(at + 22, 0);
            file.putInt(at + 22, crc(data, at, end));
            at = end;
        }
    }

    /// Bit by bit, unlike the table that it tests.
    private static int crc(byte[] data, int from, int to) {
        int crc = 0;
        for (int i = from; i < to; i++) {
            crc ^= data[i] << 24;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc < 0 ? crc << 1 ^ 0x04C11DB7 : crc << 1;
            }
        }
        return crc;
    }
}
