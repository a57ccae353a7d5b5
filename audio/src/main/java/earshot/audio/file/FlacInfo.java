package earshot.audio.file;

import java.util.Arrays;

/// What the STREAMINFO block of a FLAC file says, and where its frames begin. Source: RFC 9639, section 8.
///
/// @param rate frames per second
/// @param channels samples per frame, 1 to 8
/// @param bits per sample, 4 to 32
/// @param frames in all, 0 if unknown
/// @param md5 of all samples as little-endian integers of whole bytes; all 0 if unknown
/// @param start first byte of the first frame
record FlacInfo(int rate, int channels, int bits, long frames, byte[] md5, long start) {

    private static final int BLOCK_BYTES = 34;
    private static final String REMEDY = "copy or download the file again";

    /// Reads all metadata blocks behind the mark at `offset`.
    static FlacInfo parse(AudioBytes bytes, long offset) throws UnreadableAudioException {
        long at = offset + 4;
        byte[] block = null;
        for (boolean last = false; !last;) {
            byte[] header = bytes.copy(at, 4);
            if (header.length < 4) {
                throw bytes.broken(bytes.length(), "the file is cut short: it ends inside the FLAC metadata", REMEDY);
            }
            last = header[0] < 0;
            int size = (header[1] & 0xFF) << 16 | (header[2] & 0xFF) << 8 | header[3] & 0xFF;
            if (size > bytes.length() - at - 4) {
                throw bytes.broken(at,
                        "the FLAC metadata block claims " + size + " bytes, " + (bytes.length() - at - 4) + " are left",
                        REMEDY);
            }
            if (block == null) {
                if ((header[0] & 0x7F) != 0 || size != BLOCK_BYTES) {
                    throw bytes.broken(at,
                            "expected the STREAMINFO block of 34 bytes, got block type " + (header[0] & 0x7F) + " of "
                                    + size + " bytes",
                            REMEDY);
                }
                block = bytes.copy(at + 4, BLOCK_BYTES);
            }
            at += 4 + size;
        }
        return of(bytes, block, offset + 8, at);
    }

    private static FlacInfo of(AudioBytes bytes, byte[] block, long offset, long start) throws UnreadableAudioException {
        // 20 bits of rate, 3 of channels - 1, 5 of bits - 1, 36 of frames.
        long packed = 0;
        for (int i = 10; i < 18; i++) {
            packed = packed << 8 | block[i] & 0xFF;
        }
        int rate = (int) (packed >>> 44);
        int channels = (int) (packed >>> 41 & 7) + 1;
        int bits = (int) (packed >>> 36 & 31) + 1;
        if (rate < 1 || bits < 4) {
            throw bytes.broken(offset + 10,
                    "STREAMINFO: expected a rate of at least 1 Hz and at least 4 bits per sample, got " + rate
                            + " Hz and " + bits + " bits",
                    "convert the file to WAV");
        }
        byte[] md5 = Arrays.copyOfRange(block, 18, BLOCK_BYTES);
        return new FlacInfo(rate, channels, bits, packed & 0xF_FFFF_FFFFL, md5, start);
    }

    boolean hasMd5() {
        for (byte b : md5) {
            if (b != 0) {
                return true;
            }
        }
        return false;
    }
}
