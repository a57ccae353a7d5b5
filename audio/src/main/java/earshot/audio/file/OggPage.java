package earshot.audio.file;

/// One page of an Ogg file, located and verified but not copied. Source: RFC 3533.
///
/// @param offset first byte of the page in the file
/// @param flags bit 0: continues a packet, bit 1: first page of its stream, bit 2: last page of its stream
/// @param granule position at the end of the last packet that ends on this page (for Vorbis: frames), -1 if none ends here
/// @param serial number of the stream that the page belongs to
/// @param sequence number of the page in its stream
/// @param segments how many lacing values follow the fixed header
record OggPage(long offset, int flags, long granule, int serial, int sequence, int segments, int bodyBytes) {

    private static final int HEADER_BYTES = 27;
    private static final int[] CRC = crcTable();
    private static final String REMEDY = "copy or download the file again";

    boolean continued() {
        return (flags & 1) != 0;
    }

    boolean first() {
        return (flags & 2) != 0;
    }

    boolean last() {
        return (flags & 4) != 0;
    }

    /// Where the lacing values start.
    long lacing() {
        return offset + HEADER_BYTES;
    }

    /// Where the first packet's bytes start.
    long body() {
        return lacing() + segments;
    }

    /// The byte after the page.
    long end() {
        return body() + bodyBytes;
    }

    private int size() {
        return HEADER_BYTES + segments + bodyBytes;
    }

    /// Reads the page at `offset` and verifies its checksum.
    static OggPage parse(AudioBytes bytes, long offset) throws UnreadableAudioException {
        long left = bytes.length() - offset;
        if (!bytes.has(offset, "OggS")) {
            // Fewer than four bytes may be the start of a page that was cut.
            throw left < 4
                    ? truncated(bytes, offset)
                    : bytes.broken(offset, "expected an Ogg page, got '" + bytes.tag(offset) + "'", REMEDY);
        }
        byte[] data = bytes.window();
        if (left < HEADER_BYTES) {
            throw truncated(bytes, offset);
        }
        int segments = data[bytes.at(offset, HEADER_BYTES) + 26] & 0xFF;
        if (left < HEADER_BYTES + segments) {
            throw truncated(bytes, offset);
        }
        int at = bytes.at(offset, HEADER_BYTES + segments);
        int bodyBytes = 0;
        for (int i = 0; i < segments; i++) {
            bodyBytes += data[at + HEADER_BYTES + i] & 0xFF;
        }
        if (left < HEADER_BYTES + segments + bodyBytes) {
            throw truncated(bytes, offset);
        }
        at = bytes.at(offset, HEADER_BYTES + segments + bodyBytes);
        OggPage page = new OggPage(offset, data[at + 5], littleEndian(data, at + 6) & 0xFFFF_FFFFL
                | (long) littleEndian(data, at + 10) << 32, littleEndian(data, at + 14), littleEndian(data, at + 18),
                segments, bodyBytes);
        int stored = littleEndian(data, at + 22);
        int computed = checksum(data, at, page.size());
        if (stored != computed) {
            throw bytes.broken(offset, "Ogg page checksum: expected " + Integer.toHexString(stored) + ", got "
                    + Integer.toHexString(computed) + ", the page is damaged", REMEDY);
        }
        return page;
    }

    private static UnreadableAudioException truncated(AudioBytes bytes, long offset) {
        return bytes.broken(offset, "the file is cut short: it ends at byte " + bytes.length() + " inside an Ogg page", REMEDY);
    }

    /// CRC-32 with polynomial 0x04C11DB7, not reflected, the checksum field taken as zero.
    private static int checksum(byte[] data, int at, int size) {
        int crc = 0;
        for (int i = 0; i < size; i++) {
            int b = i >= 22 && i < 26 ? 0 : data[at + i];
            crc = crc << 8 ^ CRC[(crc >>> 24 ^ b) & 0xFF];
        }
        return crc;
    }

    private static int[] crcTable() {
        int[] table = new int[256];
        for (int i = 0; i < 256; i++) {
            int r = i << 24;
            for (int bit = 0; bit < 8; bit++) {
                r = r < 0 ? r << 1 ^ 0x04C11DB7 : r << 1;
            }
            table[i] = r;
        }
        return table;
    }

    private static int littleEndian(byte[] data, int at) {
        return data[at] & 0xFF | (data[at + 1] & 0xFF) << 8 | (data[at + 2] & 0xFF) << 16 | data[at + 3] << 24;
    }
}
