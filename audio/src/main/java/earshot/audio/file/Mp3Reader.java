package earshot.audio.file;

import java.util.Arrays;

/// MP3 (MPEG 1, 2 and 2.5, layers 1 to 3) to samples. The frames are walked here, so that length and damage are known without decoding;
/// what is in them is [Mp3Decoder]'s work.
///
/// Encoders put silence around the sound. Where the first frame says how much (the tag of LAME and its kin), it is cut off together with
/// the decoder's own delay, and the length is the recording's.
final class Mp3Reader implements FrameSource {

    /// Samples by which every decoder of layer 3 is late.
    private static final int DECODER_DELAY = 529;
    private static final String REMEDY = "copy or download the file again";

    private final AudioBytes bytes;
    private final MpegHeader first;
    private final long end;
    private final InfoTag tag;
    private final Mp3Decoder decoder;
    private long offset;
    private long frame;
    private long given;
    private long length = -1;

    /// What the first frame may say instead of sounding.
    ///
    /// @param frames frames that follow, -1 if not said
    /// @param delay samples before the sound, padding samples after it; -1 if not said
    private record InfoTag(long frames, int delay, int padding) {
        static final InfoTag NONE = new InfoTag(-1, -1, 0);
    }

    Mp3Reader(AudioBytes bytes) throws UnreadableAudioException {
        this.bytes = bytes;
        this.offset = Id3Tag.end(bytes, 0);
        this.end = Math.max(offset, Id3Tag.begin(bytes));
        this.first = MpegHeader.at(bytes, offset);
        if (first == null) {
            throw bytes.broken(offset, "expected an MPEG audio frame, got '" + bytes.tag(offset) + "'",
                    "convert the file to WAV");
        }
        InfoTag found = infoTag();
        this.tag = found == null ? InfoTag.NONE : found;
        if (found != null) {
            offset += first.bytes();
        }
        this.decoder = new Mp3Decoder(new ByteWindow(bytes, offset, end), first.channels());
    }

    /// The tag in the first frame, null if that frame is sound.
    private InfoTag infoTag() throws UnreadableAudioException {
        int sideInfo = first.version() == 10 ? first.channels() == 1 ? 17 : 32 : first.channels() == 1 ? 9 : 17;
        long at = offset + 4 + sideInfo;
        if (first.layer() != 3 || !bytes.has(at, "Xing") && !bytes.has(at, "Info")) {
            return null;
        }
        byte[] data = bytes.copy(at, 8 + 4 + 4 + 100 + 4 + 24);
        int flags = integer(data, 4);
        int next = 8;
        long frames = -1;
        if ((flags & 1) != 0) {
            frames = integer(data, next) & 0xFFFF_FFFFL;
            next += 4;
        }
        next += ((flags & 2) != 0 ? 4 : 0) + ((flags & 4) != 0 ? 100 : 0) + ((flags & 8) != 0 ? 4 : 0);
        // Behind it the encoder's name in nine letters and, after twelve bytes more, delay and padding in twelve bits each.
        if (next + 24 > data.length || data[next] == 0) {
            return new InfoTag(frames, -1, 0);
        }
        int packed = integer(data, next + 20) & 0xFF_FFFF;
        return new InfoTag(frames, packed >>> 12, packed & 0xFFF);
    }

    private static int integer(byte[] data, int at) {
        return at + 4 > data.length
                ? 0
                : data[at] << 24 | (data[at + 1] & 0xFF) << 16 | (data[at + 2] & 0xFF) << 8 | data[at + 3] & 0xFF;
    }

    @Override
    public int rate() {
        return first.rate();
    }

    @Override
    public int channels() {
        return first.channels();
    }

    @Override
    public long frames() throws UnreadableAudioException {
        if (length < 0) {
            long count = 0;
            for (long at = offset; at < end; count++) {
                at += frameAt(at).bytes();
            }
            requireAll(frame + count);
            length = trimmed((frame + count) * first.samples());
        }
        return length;
    }

    private int lead() {
        return tag.delay < 0 ? 0 : tag.delay + DECODER_DELAY;
    }

    /// Frames of sound among all those that are decoded.
    private long trimmed(long samples) {
        if (tag.delay < 0) {
            return samples;
        }
        return Math.max(0, Math.min(samples - tag.delay - tag.padding, samples - lead()));
    }

    private MpegHeader frameAt(long at) throws UnreadableAudioException {
        MpegHeader header = MpegHeader.at(bytes, at);
        if (header == null || !header.alike(first)) {
            throw bytes.broken(at,
                    "expected an MPEG audio frame like the first (layer " + first.layer() + ", " + first.rate() + " Hz, "
                            + first.channels() + " channels), got '" + bytes.tag(at) + "'",
                    REMEDY);
        }
        if (header.bytes() > end - at) {
            throw bytes.broken(at, "the file is cut short: " + header.bytes() + " bytes of this frame expected, " + (end - at)
                    + " are left", REMEDY);
        }
        return header;
    }

    private void requireAll(long count) throws UnreadableAudioException {
        if (tag.frames >= 0 && count != tag.frames) {
            throw bytes.broken(end, "the first frame states " + tag.frames + " frames, " + count + " are there", REMEDY);
        }
    }

    @Override
    public float[][] next() throws UnreadableAudioException {
        long total = frames();
        while (offset < end) {
            MpegHeader header = frameAt(offset);
            float[][] block = decoder.decode(header, bytes, offset);
            long from = Math.clamp(lead() - frame * first.samples(), 0, header.samples());
            long to = Math.min(header.samples(), from + total - given);
            offset += header.bytes();
            frame++;
            if (to > from) {
                given += to - from;
                return cut(block, (int) from, (int) to);
            }
        }
        return null;
    }

    private static float[][] cut(float[][] block, int from, int to) {
        float[][] cut = new float[block.length][];
        for (int c = 0; c < block.length; c++) {
            cut[c] = Arrays.copyOfRange(block[c], from, to);
        }
        return cut;
    }
}
