package earshot.audio.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jflac.FLACDecoder;
import org.jflac.frame.Frame;

/// FLAC to samples. Frames are jflac's work; metadata is read here, because jflac allocates what it claims, and jflac sees of it no more
/// than STREAMINFO.
///
/// jflac skips frames that do not decode: here they refuse the file, as do a length other than the one stated and samples whose MD5 sum
/// is not the one stated.
final class FlacReader implements FrameSource {

    /// A constant frame packs half a million samples into a few bytes; more than this is an attack on memory, not music.
    private static final long SAMPLES_PER_BYTE = 1024;
    private static final long SAMPLES_ALWAYS_ALLOWED = 1 << 24;
    private static final String REMEDY = "copy or download the file again";

    private final AudioBytes bytes;
    private final FlacInfo info;
    private final FLACDecoder decoder;
    private final MessageDigest md5;
    private final long headerBytes;
    private long decoded;

    FlacReader(AudioBytes bytes) throws UnreadableAudioException {
        this.bytes = bytes;
        this.info = FlacInfo.parse(bytes, Id3Tag.end(bytes, 0));
        byte[] head = new byte[8 + info.block().length];
        System.arraycopy(AudioBytes.latin1("fLaC\200\0\0\42"), 0, head, 0, 8);
        System.arraycopy(info.block(), 0, head, 8, info.block().length);
        this.decoder = new FLACDecoder(
                new SequenceInputStream(new ByteArrayInputStream(head), new ByteWindow(bytes, info.start(), bytes.length())));
        this.headerBytes = head.length;
        try {
            this.md5 = MessageDigest.getInstance("MD5");
            decoder.readMetadata();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has MD5", impossible);
        } catch (IOException | RuntimeException e) {
            throw undecodable(info.start(), e);
        }
    }

    @Override
    public int rate() {
        return info.rate();
    }

    @Override
    public int channels() {
        return info.channels();
    }

    @Override
    public long frames() {
        return info.frames() == 0 ? -1 : info.frames();
    }

    @Override
    public float[][] next() throws UnreadableAudioException {
        long offset = position();
        Frame frame;
        try {
            frame = decoder.readNextFrame();
        } catch (IOException | RuntimeException e) {
            throw undecodable(offset, e);
        }
        if (decoder.getBadFrames() > 0) {
            throw bytes.broken(offset, "the FLAC frame that begins here or soon after is damaged", REMEDY);
        }
        if (frame == null) {
            finish();
            return null;
        }
        requireAlike(frame, offset);
        int count = frame.header.blockSize;
        decoded += count;
        if (decoded * channels() > SAMPLES_ALWAYS_ALLOWED + SAMPLES_PER_BYTE * bytes.length()) {
            throw bytes.broken(offset, "more than " + decoded * channels() + " samples come out of " + bytes.length() + " bytes",
                    "cut the file into pieces if it is sound, delete it if not");
        }
        if (info.frames() > 0 && decoded > info.frames()) {
            throw bytes.broken(offset, "STREAMINFO states " + info.frames() + " frames, more follow", REMEDY);
        }
        return samples(count);
    }

    private void requireAlike(Frame frame, long offset) throws UnreadableAudioException {
        if (frame.header.channels != info.channels() || frame.header.bitsPerSample != info.bits()
                || frame.header.sampleRate != info.rate()) {
            throw bytes.broken(offset,
                    "expected frames of " + info.channels() + " channels, " + info.bits() + " bits and " + info.rate()
                            + " Hz as STREAMINFO states, got " + frame.header.channels + ", " + frame.header.bitsPerSample
                            + " and "
                            + frame.header.sampleRate,
                    REMEDY);
        }
    }

    private float[][] samples(int count) {
        int channels = info.channels();
        float[][] block = new float[channels][count];
        float scale = (float) Math.scalb(1.0, 1 - info.bits());
        int width = (info.bits() + 7) / 8;
        byte[] summed = new byte[count * channels * width];
        for (int c = 0; c < channels; c++) {
            int[] output = decoder.getChannelData()[c].getOutput();
            int at = c * width;
            for (int i = 0; i < count; i++, at += channels * width) {
                int x = output[i];
                block[c][i] = x * scale;
                for (int b = 0; b < width; b++) {
                    summed[at + b] = (byte) (x >> 8 * b);
                }
            }
        }
        md5.update(summed);
        return block;
    }

    private void finish() throws UnreadableAudioException {
        if (decoded < info.frames()) {
            throw bytes.broken(bytes.length(), "the file is cut short: STREAMINFO states " + info.frames() + " frames, " + decoded
                    + " are there", REMEDY);
        }
        byte[] sum = md5.digest();
        if (info.hasMd5() && !MessageDigest.isEqual(sum, info.md5())) {
            throw bytes.broken(info.start(), "MD5 of the samples: expected " + HexFormat.of().formatHex(info.md5()) + ", got "
                    + HexFormat.of().formatHex(sum) + ", the file is damaged", REMEDY);
        }
    }

    /// Where jflac stands in the file.
    private long position() {
        return Math.clamp(info.start() + decoder.getTotalBytesRead() - headerBytes, info.start(), bytes.length());
    }

    private UnreadableAudioException undecodable(long offset, Exception e) {
        return new UnreadableAudioException(bytes.file(), offset,
                "the FLAC frame that begins here or soon after does not decode (jflac: " + e.getClass().getSimpleName() + ")",
                REMEDY, e);
    }
}
