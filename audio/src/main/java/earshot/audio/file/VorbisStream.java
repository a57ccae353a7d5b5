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
    private final boolean measuring;
    private long offset = -1;
    private int headers;
    /// Frames that are decoded and not yet given out, `[channel]`.
    private float[][] held = new float[0][];
    private int heldFrames;
    private long decoded;
    private long given;
    private boolean positioned;
    private boolean finished;
    private long skipped;
    private long endPosition = -1;
    private long startPosition;

    /// @param framesBefore frames of earlier streams in the same file, which count towards the limit of memory
    /// @param measuring whether nothing is to be decoded once the first position is known
    VorbisStream(AudioBytes bytes, long framesBefore, boolean measuring) {
        this.bytes = bytes;
        this.packets = new OggPackets(bytes);
        this.decoder = new VorbisDecoder(bytes);
        this.framesBefore = framesBefore;
        this.measuring = measuring;
    }

    long offset() {
        return offset;
    }

    int rate() {
        return decoder.rate();
    }

    int channels() {
        return decoder.channels();
    }

    /// Whether all headers have been read.
    boolean begun() {
        return headers == 3;
    }

    /// Frames of a finished stream.
    long frames() {
        return endPosition < 0 ? decoded - skipped : endPosition - startPosition;
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
                    held = new float[decoder.channels()][0];
                }
            } else if (packet.length > 0) {
                audio = true;
                if (!measuring || !positioned) {
                    hold(decoder.decode(packet, page.offset()), page);
                }
            }
        }
        if (headers == 3 && page.granule() != -1 && (audio || page.last())) {
            position(page);
        }
    }

    private void hold(int count, OggPage page) throws UnreadableAudioException {
        long total = (framesBefore + decoded + count) * held.length;
        if (total > SAMPLES_ALWAYS_ALLOWED + SAMPLES_PER_BYTE * bytes.length()
                || heldFrames + (long) count > Integer.MAX_VALUE / 2) {
            throw bytes.broken(page.offset(), "more than " + total + " samples come out of " + bytes.length() + " bytes",
                    "cut the file into pieces if it is sound, delete it if not");
        }
        if (heldFrames + count > held[0].length) {
            for (int c = 0; c < held.length; c++) {
                held[c] = Arrays.copyOf(held[c], Math.max(heldFrames + count, held[c].length * 3 / 2));
            }
        }
        decoder.read(held, heldFrames, count);
        heldFrames += count;
        decoded += count;
    }

    private void position(OggPage page) throws UnreadableAudioException {
        if (page.granule() < 0) {
            throw bytes.broken(page.offset(), "expected a page position of at least 0, got " + page.granule(), REMEDY);
        }
        if (!positioned) {
            positioned = true;
            // A recording cut out of a longer one starts above 0; one with frames to drop would have to start below.
            startPosition = page.last() ? 0 : page.granule() - decoded;
            if (startPosition < 0) {
                skipped = Math.min(decoded, -startPosition);
                startPosition = 0;
                drop((int) skipped);
            }
        } else if (page.granule() < endPosition) {
            throw bytes.broken(page.offset(), "page positions run backwards: " + page.granule() + " after " + endPosition,
                    REMEDY);
        }
        endPosition = page.granule();
    }

    /// To be called after the last page.
    void finish(long end) throws UnreadableAudioException {
        if (headers < 3) {
            throw bytes.broken(end, "the stream ends after " + headers + " of 3 Vorbis headers", REMEDY);
        }
        if (packets.open()) {
            throw bytes.broken(end, "the stream ends inside a packet", REMEDY);
        }
        finished = true;
        if (!measuring && endPosition >= 0 && frames() > decoded - skipped) {
            throw bytes.broken(end, "the last page states " + frames() + " frames, the packets hold " + (decoded - skipped),
                    REMEDY);
        }
    }

    /// Frames that can be given out: those whose position has been stated. The last page may still cut what is beyond.
    int ready() {
        if (!positioned && !finished) {
            return 0;
        }
        return (int) (Math.min(decoded - skipped, frames()) - given);
    }

    /// The frames that are [#ready].
    float[][] take() {
        int count = ready();
        float[][] block = new float[held.length][];
        for (int c = 0; c < held.length; c++) {
            block[c] = Arrays.copyOf(held[c], count);
        }
        drop(count);
        given += count;
        return block;
    }

    private void drop(int count) {
        heldFrames -= count;
        for (float[] channel : held) {
            System.arraycopy(channel, count, channel, 0, heldFrames);
        }
    }
}
