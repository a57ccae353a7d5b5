package earshot.audio.file;

/// The header of a FLAC frame. Source: RFC 9639, section 9.1.
///
/// @param samples per channel
/// @param rate frames per second
/// @param assignment 0 to 7: that many channels and one; 8 left and side, 9 side and right, 10 middle and side
/// @param bits per sample
record FlacHeader(int samples, int rate, int assignment, int bits) {

    static final int LEFT_SIDE = 8;
    static final int SIDE_RIGHT = 9;
    static final int MIDDLE_SIDE = 10;
    private static final int[] RATES = {0, 88200, 176400, 192000, 8000, 16000, 22050, 24000, 32000, 44100, 48000, 96000};
    private static final int[] BITS = {0, 8, 12, 0, 16, 20, 24, 32};
    private static final String REMEDY = "copy or download the file again";

    int channels() {
        return assignment < LEFT_SIDE ? assignment + 1 : 2;
    }

    /// Reads the header that begins here; what it leaves to STREAMINFO comes from `info`.
    static FlacHeader read(AudioBytes bytes, FlacBits in, FlacInfo info) throws UnreadableAudioException {
        long offset = in.position();
        if (in.unsigned(15) != 0x7FFC) {
            throw bytes.broken(offset, "expected a FLAC frame, got '" + bytes.tag(offset) + "'", REMEDY);
        }
        in.unsigned(1);
        int sizeCode = (int) in.unsigned(4);
        int rateCode = (int) in.unsigned(4);
        int assignment = (int) in.unsigned(4);
        int bitsCode = (int) in.unsigned(3);
        long reserved = in.unsigned(1);
        skipNumber(bytes, in, offset);
        int samples = switch (sizeCode) {
            case 1 -> 192;
            case 2, 3, 4, 5 -> 576 << sizeCode - 2;
            case 6 -> (int) in.unsigned(8) + 1;
            case 7 -> (int) in.unsigned(16) + 1;
            default -> sizeCode == 0 ? 0 : 256 << sizeCode - 8;
        };
        int rate = switch (rateCode) {
            case 0 -> info.rate();
            case 12 -> (int) in.unsigned(8) * 1000;
            case 13 -> (int) in.unsigned(16);
            case 14 -> (int) in.unsigned(16) * 10;
            default -> rateCode == 15 ? 0 : RATES[rateCode];
        };
        int bits = bitsCode == 0 ? info.bits() : BITS[bitsCode];
        int computed = checksum(bytes.copy(offset, (int) (in.position() - offset)));
        if (in.unsigned(8) != computed) {
            throw bytes.broken(offset, "the header of this FLAC frame is damaged (its checksum differs)", REMEDY);
        }
        if (samples == 0 || assignment > MIDDLE_SIDE || reserved != 0) {
            throw bytes.broken(offset, "the header of this FLAC frame says what it must not (block size code " + sizeCode
                    + ", channel assignment " + assignment + ")", REMEDY);
        }
        FlacHeader header = new FlacHeader(samples, rate, assignment, bits);
        if (header.channels() != info.channels() || bits != info.bits() || rate != info.rate()) {
            throw bytes
                    .broken(offset,
                            "expected a frame of " + info.channels() + " channels, " + info.bits() + " bits and " + info.rate()
                                    + " Hz as STREAMINFO states, got " + header.channels() + ", " + bits + " and " + rate,
                            REMEDY);
        }
        return header;
    }

    /// The number of the frame or of its first sample, coded as UTF-8 codes characters.
    private static void skipNumber(AudioBytes bytes, FlacBits in, long offset) throws UnreadableAudioException {
        int first = (int) in.unsigned(8);
        int more = first < 0x80 ? 0 : Integer.numberOfLeadingZeros(~first << 24) - 1;
        boolean fine = first < 0x80 || more >= 1 && more <= 6;
        for (int i = 0; i < more && fine; i++) {
            fine = in.unsigned(8) >> 6 == 2;
        }
        if (!fine) {
            throw bytes.broken(offset, "the header of this FLAC frame is damaged (its number cannot be read)", REMEDY);
        }
    }

    /// CRC-8 with polynomial 0x07.
    private static int checksum(byte[] header) {
        int crc = 0;
        for (byte b : header) {
            crc ^= b & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x80) != 0 ? crc << 1 ^ 0x07 : crc << 1;
            }
            crc &= 0xFF;
        }
        return crc;
    }
}
