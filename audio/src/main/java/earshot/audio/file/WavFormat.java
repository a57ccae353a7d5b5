package earshot.audio.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// What a `fmt ` chunk says about the samples of a WAV file. Source: Microsoft, *Multiple Channel Audio Data and WAVE Files*.
///
/// @param channels samples per frame, 1 to 1024
/// @param rate frames per second
/// @param bits bits per stored sample: 8, 16, 24, 32 for integers, 32 or 64 for floats
/// @param floating whether samples are IEEE floats
record WavFormat(int channels, int rate, int bits, boolean floating) {

    private static final int PCM = 1;
    private static final int IEEE_FLOAT = 3;
    private static final int EXTENSIBLE = 0xFFFE;
    private static final int EXTENSIBLE_BYTES = 40;
    /// Far above any real recording; a header of 65535 channels is damage.
    private static final int MAX_CHANNELS = 1024;
    private static final String REMEDY = "write the file again as plain PCM or float WAV";

    int frameBytes() {
        return channels * (bits / 8);
    }

    /// Reads the chunk whose body is `[offset, offset + size)`.
    static WavFormat parse(AudioBytes bytes, long offset, long size, ByteOrder order) throws UnreadableAudioException {
        if (size < 16 || size > bytes.length() - offset) {
            throw bytes.broken(offset, "fmt chunk: expected at least 16 bytes inside the file, got a size of " + size,
                    "copy or download the file again");
        }
        ByteBuffer data = bytes.copy(offset, (int) Math.min(size, EXTENSIBLE_BYTES), order);
        int tag = Short.toUnsignedInt(data.getShort(0));
        int channels = Short.toUnsignedInt(data.getShort(2));
        long rate = Integer.toUnsignedLong(data.getInt(4));
        int blockAlign = Short.toUnsignedInt(data.getShort(12));
        int bits = Short.toUnsignedInt(data.getShort(14));
        if (tag == EXTENSIBLE) {
            tag = extensibleTag(bytes, data, offset, size);
        }
        if (tag != PCM && tag != IEEE_FLOAT) {
            throw bytes.broken(offset, "fmt chunk: expected PCM (1) or IEEE float (3), got format tag " + tag, REMEDY);
        }
        boolean floating = tag == IEEE_FLOAT;
        boolean widthKnown = floating ? bits == 32 || bits == 64 : bits == 8 || bits == 16 || bits == 24 || bits == 32;
        if (!widthKnown) {
            throw bytes.broken(offset + 14,
                    "fmt chunk: expected " + (floating ? "32 or 64 bits per float" : "8, 16, 24 or 32 bits")
                            + ", got " + bits,
                    REMEDY);
        }
        if (channels < 1 || channels > MAX_CHANNELS) {
            throw bytes.broken(offset + 2, "fmt chunk: expected 1 to " + MAX_CHANNELS + " channels, got " + channels, REMEDY);
        }
        if (rate < 1 || rate > AudioBytes.MAX_RATE) {
            throw bytes.broken(offset + 4, "fmt chunk: expected a rate of 1 to " + AudioBytes.MAX_RATE + " Hz, got " + rate,
                    REMEDY);
        }
        WavFormat format = new WavFormat(channels, (int) rate, bits, floating);
        if (blockAlign != format.frameBytes()) {
            // One of the two numbers lies, and believing the wrong one turns music into noise.
            throw bytes.broken(offset + 12, "fmt chunk: expected a block align of " + format.frameBytes() + " for " + channels
                    + " channels of " + bits + " bits, got " + blockAlign, REMEDY);
        }
        return format;
    }

    /// The format tag inside the GUID of WAVE_FORMAT_EXTENSIBLE.
    private static int extensibleTag(AudioBytes bytes, ByteBuffer data, long offset, long size) throws UnreadableAudioException {
        if (size < EXTENSIBLE_BYTES) {
            throw bytes.broken(offset, "extensible fmt chunk: expected at least " + EXTENSIBLE_BYTES + " bytes, got " + size,
                    REMEDY);
        }
        long guid = offset + 24;
        // The last eight bytes of the GUID family are plain bytes, whatever the byte order of the file.
        if (!bytes.has(guid + 8, "\u0080\u0000\u0000\u00AA\u0000\u0038\u009B\u0071")) {
            throw bytes.broken(guid, "extensible fmt chunk: the sub-format is not one of Microsoft's", REMEDY);
        }
        return data.getInt(24);
    }
}
