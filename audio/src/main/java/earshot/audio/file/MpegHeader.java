package earshot.audio.file;

/// The four bytes that begin an MPEG audio frame. Source: ISO 11172-3 and 13818-3; MPEG 2.5 is an extension by Fraunhofer.
///
/// @param version 10 (MPEG 1), 20 (MPEG 2) or 25 (MPEG 2.5)
/// @param layer 1 to 3
/// @param rate frames (here: of one sample per channel) per second
/// @param channels 1 or 2
/// @param bytes of the whole frame
/// @param samples per channel that the frame holds
/// @param protection whether two bytes of checksum follow
record MpegHeader(int version, int layer, int rate, int channels, int bytes, int samples, boolean protection) {

    private static final int[] RATES = {44100, 48000, 32000};
    /// Kilobits per second by index, one row each for MPEG 1 layers 1, 2, 3 and MPEG 2 layers 1, 2 and 3.
    private static final int[][] KILOBITS = {{0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448},
            {0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384},
            {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320},
            {0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256},
            {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}};

    /// The header at `offset`, null if there is none or none that can be decoded.
    static MpegHeader at(AudioBytes bytes, long offset) throws UnreadableAudioException {
        if (bytes.length() - offset < 4) {
            return null;
        }
        int at = bytes.at(offset, 4);
        byte[] data = bytes.window();
        return of(data[at] << 24 | (data[at + 1] & 0xFF) << 16 | (data[at + 2] & 0xFF) << 8 | data[at + 3] & 0xFF);
    }

    static MpegHeader of(int word) {
        int versionBits = word >>> 19 & 3;
        int layer = 4 - (word >>> 17 & 3);
        int kilobitIndex = word >>> 12 & 15;
        int rateIndex = word >>> 10 & 3;
        // A bit rate of index 0 ("free") leaves the frame's length open.
        if (word >>> 21 != 0x7FF || versionBits == 1 || layer == 4 || kilobitIndex == 0 || kilobitIndex == 15 || rateIndex == 3) {
            return null;
        }
        int version = versionBits == 3 ? 10 : versionBits == 2 ? 20 : 25;
        int rate = RATES[rateIndex] / (version == 10 ? 1 : version == 20 ? 2 : 4);
        int bitRate = 1000 * KILOBITS[version == 10 ? layer - 1 : layer == 1 ? 3 : 4][kilobitIndex];
        int padding = word >>> 9 & 1;
        int samples = layer == 1 ? 384 : layer == 3 && version != 10 ? 576 : 1152;
        int size = layer == 1 ? (12 * bitRate / rate + padding) * 4 : samples / 8 * bitRate / rate + padding;
        return new MpegHeader(version, layer, rate, (word >>> 6 & 3) == 3 ? 1 : 2, size, samples, (word >>> 16 & 1) == 0);
    }

    /// Whether a frame of the same stream may begin like this.
    boolean alike(MpegHeader other) {
        return version == other.version && layer == other.layer && rate == other.rate && channels == other.channels;
    }
}
