package earshot.audio.file;

import java.util.Arrays;

/// One logical Vorbis stream: three header packets, then audio, cut to the positions that the pages state.
///
/// A page states how many frames the stream has up to its last packet. The first audio page may thereby say that leading frames are
/// to be dropped, the last page that trailing ones are; when one page is both, the end is cut. Source: Vorbis I specification,
/// appendix A.2.
final class VorbisStream {

    /// Silence packs about a thousand samples into a byte; more than this is an attack on memory, not music.
    private static final long SAMPLES_PER_BYTE = 1024;
    private static final long SAMPLES_ALWAYS_ALLOWED = 1 << 24;
    private static final String REMEDY = "copy or download the file again";

    private final AudioBytes bytes;
    private final OggPackets packets;
    private final VorbisDecoder decoder;
    private final long framesBefore;
    private int offset = -1;
    private int headers;
    private float[][] samples = new float[0][];
    private int decoded;
    private boolean positioned;
    private int skipped;
    private long endPosition = -1;
    private long startPosition;

    /// @param framesBefore frames of earlier streams in the same file, which count towards the limit of memory
    VorbisStream(AudioBytes bytes, long framesBefore) {
        this.bytes = bytes;
        this.packets = new OggPackets(bytes);
        this.decoder = new VorbisDecoder(bytes);
        this.framesBefore = framesBefore;
    }

    int offset() {
        return offset;
    }

    int rate() {
        return decoder.rate();
    }

    int channels() {
        return decoder.channels();
    }

    long frames() {
        return decoded - skipped;
    }

    void page(OggPage page) throws UnreadableAudioException {
        if (offset < 0) {
            offset = page.offset();
        }
        boolean audio = false;
        for (byte[] packet : packets.add(page)) {
            if (headers < 3) {
                decoder.header(headers++, packet, page.offset());
                if (headers == 3) {
                    samples = new float[decoder.channels()][0];
                }
            } else if (packet.length > 0) {
                audio = true;
                take(decoder.decode(packet, page.offset()), page);
            }
        }
        if (headers == 3 && page.granule() != -1 && (audio || page.last())) {
            position(page);
        }
    }

    private void take(int count, OggPage page) throws UnreadableAudioException {
        long total = (framesBefore + decoded + count) * samples.length;
        if (total > SAMPLES_ALWAYS_ALLOWED + SAMPLES_PER_BYTE * bytes.length()
                || decoded + (long) count > Integer.MAX_VALUE / 2) {
            throw bytes.broken(page.offset(), "more than " + total + " samples come out of " + bytes.length() + " bytes",
                    "cut the file into pieces if it is sound, delete it if not");
        }
        if (decoded + count > samples[0].length) {
            for (int c = 0; c < samples.length; c++) {
                samples[c] = Arrays.copyOf(samples[c], Math.max(decoded + count, samples[c].length * 3 / 2));
            }
        }
        decoder.read(samples, decoded, count);
        decoded += count;
    }

    private void position(OggPage page) throws UnreadableAudioException {
        if (!positioned) {
            positioned = true;
            // A recording cut out of a longer one starts above 0; one with frames to drop would have to start below.
            startPosition = page.last() ? 0 : page.granule() - decoded;
            if (startPosition < 0) {
                skipped = (int) Math.min(decoded, -startPosition);
                startPosition = 0;
            }
        } else if (page.granule() < endPosition) {
            throw bytes.broken(page.offset(), "page positions run backwards: " + page.granule() + " after " + endPosition,
                    REMEDY);
        }
        endPosition = page.granule();
    }

    /// To be called after the last page.
    void finish(int end) throws UnreadableAudioException {
        if (headers < 3) {
            throw bytes.broken(end, "the stream ends after " + headers + " of 3 Vorbis headers", REMEDY);
        }
        if (packets.open()) {
            throw bytes.broken(end, "the stream ends inside a packet", REMEDY);
        }
        if (endPosition >= 0) {
            long stated = endPosition - startPosition;
            if (stated > frames()) {
                throw bytes.broken(end, "the last page states " + stated + " frames, the packets hold " + frames(), REMEDY);
            }
            decoded = skipped + (int) stated;
        }
    }

    /// Copies all frames into `channels` from frame `at` on.
    void copyTo(float[][] channels, int at) {
        for (int c = 0; c < channels.length; c++) {
            System.arraycopy(samples[c], skipped, channels[c], at, (int) frames());
        }
    }
}
