package earshot.audio.file;

/// Reads bits the way Vorbis packs them: the lowest bit of a byte first.
final class LittleEndianBits {

    private final byte[] data;
    private long position;

    LittleEndianBits(byte[] data, int firstByte) {
        this.data = data;
        this.position = 8L * firstByte;
    }

    long left() {
        return 8L * data.length - position;
    }

    /// Bits before the next one.
    long position() {
        return position;
    }

    /// The next `count` bits (0 to 32) as an unsigned number.
    ///
    /// @throws IndexOutOfBoundsException beyond the end
    long read(int count) {
        if (count > left()) {
            throw new IndexOutOfBoundsException(count + " bits wanted, " + left() + " left");
        }
        long value = 0;
        for (int i = 0; i < count;) {
            int inByte = (int) (position & 7);
            int taken = Math.min(8 - inByte, count - i);
            long bits = (data[(int) (position >>> 3)] & 0xFF) >>> inByte & (1 << taken) - 1;
            value |= bits << i;
            i += taken;
            position += taken;
        }
        return value;
    }

    /// @throws IndexOutOfBoundsException beyond the end
    void skip(long count) {
        if (count > left()) {
            throw new IndexOutOfBoundsException(count + " bits to skip, " + left() + " left");
        }
        position += count;
    }
}
