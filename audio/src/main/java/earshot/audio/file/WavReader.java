package earshot.audio.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// WAV (RIFF, RIFX, RF64) to samples.
///
/// Sizes in headers are claims: the outer RIFF size is not used, a data chunk that reaches beyond the file (streamed or cut) gives the
/// whole frames that are there, and no claim allocates anything. Chunks other than `fmt `, `ds64` and the first `data` are skipped.
final class WavReader implements FrameSource {

    private static final long UNKNOWN_SIZE = 0xFFFF_FFFFL;
    private static final String REMEDY = "copy or download the file again";

    private final AudioBytes bytes;
    private final ByteOrder order;
    private WavFormat format;
    private long start;
    private long frames = -1;
    private long taken;

    WavReader(AudioBytes bytes) throws UnreadableAudioException {
        this.bytes = bytes;
        if (!bytes.has(8, "WAVE")) {
            throw bytes.broken(8, "expected the RIFF form 'WAVE', got '" + bytes.tag(8) + "'", "convert the file to WAV");
        }
        this.order = bytes.has(0, "RIFX") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        long size64 = UNKNOWN_SIZE;
        for (long at = 12; frames < 0;) {
            if (at + 8 > bytes.length()) {
                throw bytes.broken(bytes.length(), "the file ends without a data chunk", REMEDY);
            }
            long body = at + 8;
            long size = Integer.toUnsignedLong(bytes.copy(at + 4, 4, order).getInt());
            if (bytes.has(at, "data")) {
                if (format == null) {
                    throw bytes.broken(at, "data chunk without a fmt chunk before it: rate and sample type are unknown", REMEDY);
                }
                start = body;
                frames = Math.min(dataSize(size, size64), bytes.length() - body) / format.frameBytes();
            } else if (bytes.has(at, "fmt ")) {
                format = WavFormat.parse(bytes, body, size, order);
            } else if (bytes.has(at, "ds64") && size >= 16 && body + 16 <= bytes.length()) {
                size64 = bytes.copy(body + 8, 8, order).getLong();
            }
            // A chunk of odd size is followed by a pad byte that its size does not count.
            long next = body + size + (size & 1);
            if (frames < 0 && next > bytes.length() + 1L) {
                throw bytes.broken(at, "chunk '" + bytes.tag(at) + "' claims " + size + " bytes, " + (bytes.length() - body)
                        + " are left, and no data chunk came before", REMEDY);
            }
            at = next;
        }
    }

    /// Bytes of samples that the headers promise; [#UNKNOWN_SIZE] or more means up to the end of the file.
    private long dataSize(long size, long size64) throws UnreadableAudioException {
        if (size == UNKNOWN_SIZE) {
            return size64 < 0 ? Long.MAX_VALUE : size64;
        }
        // A recorder that died before it came back to its header leaves both sizes at 0.
        return size == 0 && bytes.copy(4, 4, order).getInt() == 0 ? UNKNOWN_SIZE : size;
    }

    @Override
    public int rate() {
        return format.rate();
    }

    @Override
    public int channels() {
        return format.channels();
    }

    @Override
    public long frames() {
        return frames;
    }

    @Override
    public float[][] next() throws UnreadableAudioException {
        if (taken == frames) {
            return null;
        }
        int count = (int) Math.min(frames - taken, AudioBytes.WINDOW / format.frameBytes());
        long offset = start + taken * format.frameBytes();
        int from = bytes.at(offset, count * format.frameBytes());
        ByteBuffer data = ByteBuffer.wrap(bytes.window()).order(order);
        float[][] block = new float[format.channels()][count];
        int width = format.bits() / 8;
        for (int c = 0; c < block.length; c++) {
            float[] channel = block[c];
            int at = from + c * width;
            for (int i = 0; i < count; i++, at += format.frameBytes()) {
                float x = format.floating() ? floating(data, at, width) : integer(data, at, width);
                if (!Float.isFinite(x)) {
                    throw bytes.broken(offset + at - from,
                            "frame " + (taken + i) + " of channel " + c + " is not a finite number",
                            "write the file again from a sound without NaN or infinity");
                }
                channel[i] = x;
            }
        }
        taken += count;
        return block;
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
