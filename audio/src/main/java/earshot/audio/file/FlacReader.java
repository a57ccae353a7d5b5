package earshot.audio.file;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// FLAC to samples. Source: RFC 9639. Every frame's checksums are verified before its samples are handed on, and at the end the length and
/// the MD5 sum of all samples, where STREAMINFO states them.
final class FlacReader implements FrameSource {

    /// A constant frame packs half a million samples into a few bytes; more than this is an attack on memory, not music.
    private static final long SAMPLES_PER_BYTE = 1024;
    private static final long SAMPLES_ALWAYS_ALLOWED = 1 << 24;
    private static final String REMEDY = "copy or download the file again";

    private final AudioBytes bytes;
    private final FlacInfo info;
    private final long end;
    private final FlacBits in;
    private final MessageDigest md5;
    private long[][] samples = new long[0][];
    private long decoded;
    private boolean finished;

    FlacReader(AudioBytes bytes) throws UnreadableAudioException {
        this.bytes = bytes;
        this.info = FlacInfo.parse(bytes, Id3Tag.end(bytes, 0));
        this.end = Math.max(info.start(), Id3Tag.begin(bytes));
        this.in = new FlacBits(bytes, info.start(), end);
        try {
            this.md5 = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has MD5", impossible);
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
        boolean complete = info.frames() > 0 && decoded == info.frames();
        if (complete || in.position() == end) {
            finish();
            return null;
        }
        long offset = in.position();
        in.beginFrame();
        FlacHeader header = FlacHeader.read(bytes, in, info);
        int count = header.samples();
        decoded += count;
        if (decoded * channels() > SAMPLES_ALWAYS_ALLOWED + SAMPLES_PER_BYTE * bytes.length()) {
            throw bytes.broken(offset, "more than " + decoded * channels() + " samples come out of " + bytes.length() + " bytes",
                    "cut the file into pieces if it is sound, delete it if not");
        }
        if (info.frames() > 0 && decoded > info.frames()) {
            throw bytes.broken(offset, "STREAMINFO states " + info.frames() + " frames, more are there", REMEDY);
        }
        if (samples.length == 0 || samples[0].length < count) {
            samples = new long[channels()][count];
        }
        for (int c = 0; c < channels(); c++) {
            // The difference of two channels needs a bit more than each.
            boolean side = header.assignment() == FlacHeader.SIDE_RIGHT
                    ? c == 0
                    : header.assignment() >= FlacHeader.LEFT_SIDE && c == 1;
            new FlacSubframe(bytes, in, offset).read(samples[c], count, header.bits() + (side ? 1 : 0));
        }
        in.align();
        int computed = in.checksum();
        if (in.unsigned(16) != computed) {
            throw bytes.broken(offset, "the FLAC frame that begins here is damaged (its checksum differs)", REMEDY);
        }
        together(header.assignment(), count);
        return floats(count);
    }

    /// From sums and differences back to left and right.
    private void together(int assignment, int count) {
        for (int i = 0; assignment >= FlacHeader.LEFT_SIDE && i < count; i++) {
            long a = samples[0][i];
            long b = samples[1][i];
            switch (assignment) {
                case FlacHeader.LEFT_SIDE -> samples[1][i] = a - b;
                case FlacHeader.SIDE_RIGHT -> samples[0][i] = a + b;
                default -> {
                    long middle = a << 1 | b & 1;
                    samples[0][i] = middle + b >> 1;
                    samples[1][i] = middle - b >> 1;
                }
            }
        }
    }

    private float[][] floats(int count) {
        int channels = info.channels();
        float[][] block = new float[channels][count];
        double scale = Math.scalb(1.0, 1 - info.bits());
        int width = (info.bits() + 7) / 8;
        byte[] summed = new byte[info.hasMd5() ? count * channels * width : 0];
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < count; i++) {
                long x = samples[c][i];
                block[c][i] = (float) (x * scale);
                for (int b = 0; b < width && summed.length > 0; b++) {
                    summed[(i * channels + c) * width + b] = (byte) (x >> 8 * b);
                }
            }
        }
        md5.update(summed);
        return block;
    }

    private void finish() throws UnreadableAudioException {
        if (finished) {
            return;
        }
        finished = true;
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
}
