package earshot.audio.file;

/// Reads the bits of a FLAC stream, the highest bit of a byte first, and keeps the checksum of the whole bytes of a frame.
final class FlacBits {

    private static final int CHUNK = 1 << 14;
    /// CRC-16 with polynomial 0x8005, not reflected.
    private static final int[] CRC = new int[256];

    static {
        for (int i = 0; i < 256; i++) {
            int r = i << 8;
            for (int bit = 0; bit < 8; bit++) {
                r = (r & 0x8000) != 0 ? r << 1 ^ 0x8005 : r << 1;
            }
            CRC[i] = r & 0xFFFF;
        }
    }

    private final AudioBytes bytes;
    private final long end;
    private byte[] chunk = new byte[0];
    private long chunkStart;
    private long at;
    private int current;
    /// Bits of the current byte that have not been read.
    private int left;
    private int crc;

    FlacBits(AudioBytes bytes, long start, long end) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
    }

    /// Where the next whole byte stands in the file.
    long position() {
        return at;
    }

    /// Begins a new checksum; to be called between whole bytes.
    void beginFrame() {
        crc = 0;
    }

    /// Of all bytes since [#beginFrame].
    int checksum() {
        return crc;
    }

    private void load() throws UnreadableAudioException {
        if (at >= end) {
            throw bytes.broken(end, "the file is cut short: it ends inside a FLAC frame", "copy or download it again");
        }
        int index = (int) (at - chunkStart);
        if (index >= chunk.length) {
            chunk = bytes.copy(at, (int) Math.min(CHUNK, end - at));
            chunkStart = at;
            index = 0;
        }
        current = chunk[index] & 0xFF;
        left = 8;
        at++;
        crc = crc << 8 & 0xFF00 ^ CRC[crc >> 8 ^ current];
    }

    /// The next `count` bits, 0 to 57, as an unsigned number.
    long unsigned(int count) throws UnreadableAudioException {
        long value = 0;
        for (int wanted = count; wanted > 0;) {
            if (left == 0) {
                load();
            }
            int taken = Math.min(left, wanted);
            left -= taken;
            wanted -= taken;
            value = value << taken | current >> left & (1 << taken) - 1;
        }
        return value;
    }

    /// The next `count` bits, 0 to 57, in two's complement.
    long signed(int count) throws UnreadableAudioException {
        if (count == 0) {
            return 0;
        }
        return unsigned(count) << 64 - count >> 64 - count;
    }

    /// How many zeros stand before the next one, which is read too.
    long zeros() throws UnreadableAudioException {
        long count = 0;
        while (true) {
            if (left == 0) {
                load();
            }
            int rest = current & (1 << left) - 1;
            if (rest != 0) {
                int leading = left - (32 - Integer.numberOfLeadingZeros(rest));
                left -= leading + 1;
                return count + leading;
            }
            count += left;
            left = 0;
        }
    }

    /// Drops what is left of a byte.
    void align() {
        left = 0;
    }
}
