package earshot.audio.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// WAV (RIFF, RIFX, RF64) to samples.
///
/// Sizes in headers are claims: the outer RIFF size is not used, a data chunk that reaches beyond the file (streamed or cut) gives the
/// whole frames that are there, and no claim allocates anything. Chunks other than `fmt `, `ds64` and the first `data` are skipped.
final class WavReader {

    private static final long UNKNOWN_SIZE = 0xFFFF_FFFFL;
    private static final String REMEDY = "copy or download the file again";

    private WavReader() {
    }

    static AudioClip read(AudioBytes bytes) throws UnreadableAudioException {
        if (!bytes.has(8, "WAVE")) {
            throw bytes.broken(8, "expected the RIFF form 'WAVE', got '" + bytes.tag(8) + "'", "convert the file to WAV");
        }
        ByteBuffer data = ByteBuffer.wrap(bytes.data());
        data.order(bytes.has(0, "RIFX") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        WavFormat format = null;
        long size64 = UNKNOWN_SIZE;
        long at = 12;
        while (at + 8 <= bytes.length()) {
            int chunk = (int) at;
            int body = chunk + 8;
            long size = Integer.toUnsignedLong(data.getInt(chunk + 4));
            if (bytes.has(chunk, "data")) {
                if (format == null) {
                    throw bytes.broken(chunk, "data chunk without a fmt chunk before it: rate and sample type are unknown",
                            REMEDY);
                }
                return samples(bytes, data, format, body, dataSize(data, size, size64));
            }
            if (bytes.has(chunk, "fmt ")) {
                format = WavFormat.parse(bytes, data, body, size);
            } else if (bytes.has(chunk, "ds64") && size >= 16 && body + 16 <= bytes.length()) {
                size64 = data.getLong(body + 8);
            }
            // A chunk of odd size is followed by a pad byte that its size does not count.
            at = body + size + (size & 1);
            if (at > bytes.length() + 1L) {
                throw bytes.broken(chunk, "chunk '" + bytes.tag(chunk) + "' claims " + size + " bytes, " + (bytes.length() - body)
                        + " are left, and no data chunk came before", REMEDY);
            }
        }
        throw bytes.broken(bytes.length(), "the file ends without a data chunk", REMEDY);
    }

    /// Bytes of samples that the headers promise; [#UNKNOWN_SIZE] or more means up to the end of the file.
    private static long dataSize(ByteBuffer data, long size, long size64) {
        if (size == UNKNOWN_SIZE) {
            return size64 < 0 ? Long.MAX_VALUE : size64;
        }
        // A recorder that died before it came back to its header leaves both sizes at 0.
        return size == 0 && data.getInt(4) == 0 ? UNKNOWN_SIZE : size;
    }

    private static AudioClip samples(AudioBytes bytes, ByteBuffer data, WavFormat format, int start, long size)
            throws UnreadableAudioException {
        int present = (int) Math.min(size, bytes.length() - start);
        int frames = present / format.frameBytes();
        float[][] channels = new float[format.channels()][frames];
        int width = format.bits() / 8;
        for (int c = 0; c < channels.length; c++) {
            float[] channel = channels[c];
            int at = start + c * width;
            for (int i = 0; i < frames; i++, at += format.frameBytes()) {
                float x = format.floating() ? floating(data, at, width) : integer(data, at, width);
                if (!Float.isFinite(x)) {
                    throw bytes.broken(at, "frame " + i + " of channel " + c + " is not a finite number",
                            "write the file again from a sound without NaN or infinity");
                }
                channel[i] = x;
            }
        }
        return new AudioClip(format.rate(), channels);
    }

    private static float floating(ByteBuffer data, int at, int width) {
        return width == 4 ? data.getFloat(at) : (float) data.getDouble(at);
    }

    private static float integer(ByteBuffer data, int at, int width) {
        return switch (width) {
            case 1 -> ((data.get(at) & 0xFF) - 128) * 0x1p-7f;
            case 2 -> data.getShort(at) * 0x1p-15f;
            case 3 -> int24(data, at) * 0x1p-23f;
            case 4 -> (float) (data.getInt(at) * 0x1p-31);
            default -> throw new IllegalArgumentException("PCM width: expected 1 to 4 bytes, got " + width);
        };
    }

    private static int int24(ByteBuffer data, int at) {
        int low = data.get(data.order() == ByteOrder.LITTLE_ENDIAN ? at : at + 2) & 0xFF;
        int middle = data.get(at + 1) & 0xFF;
        int high = data.get(data.order() == ByteOrder.LITTLE_ENDIAN ? at + 2 : at);
        return high << 16 | middle << 8 | low;
    }
}
