package earshot.audio.file;

/// Ogg Vorbis to samples: walks the pages of the file, one logical stream after the other, and joins what they decode to.
///
/// Streams of other kinds beside the Vorbis one (pictures, text) are skipped. A file that stops before the page marked as the last one
/// is refused: a cut recording is not silently a shorter one.
final class VorbisReader implements FrameSource {

    private static final String REMEDY = "copy or download the file again";

    private final AudioBytes bytes;
    /// Whether pages are only looked at for their positions.
    private final boolean measuring;
    private long at;
    private VorbisStream current;
    private VorbisStream first;
    private int currentSerial;
    private long decodedBefore;
    private String otherCodec = "an unknown codec";

    VorbisReader(AudioBytes bytes) throws UnreadableAudioException {
        this(bytes, false);
        // Rate and channels stand in the headers, before any sound.
        while (first == null || !first.begun()) {
            if (!page()) {
                throw noVorbis();
            }
        }
    }

    private VorbisReader(AudioBytes bytes, boolean measuring) {
        this.bytes = bytes;
        this.measuring = measuring;
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
        VorbisReader measure = new VorbisReader(bytes, true);
        while (measure.page()) {
            // Positions add up.
        }
        return measure.decodedBefore;
    }

    @Override
    public float[][] next() throws UnreadableAudioException {
        while (true) {
            VorbisStream link = current;
            if (link != null && link.ready() > 0) {
                return link.take();
            }
            if (!page()) {
                return null;
            }
            // The page that ends a stream may have made its last frames ready.
            if (link != null && link != current && link.ready() > 0) {
                return link.take();
            }
        }
    }

    /// Deals with the next page; false at the end of the file.
    private boolean page() throws UnreadableAudioException {
        if (at == bytes.length()) {
            finish();
            return false;
        }
        OggPage page = OggPage.parse(bytes, at);
        at = page.end();
        if (page.first()) {
            begin(page);
        }
        if (current != null && page.serial() == currentSerial) {
            boolean begun = current.begun();
            current.page(page);
            if (!begun && current.begun()) {
                requireAlike(current);
            }
            if (page.last()) {
                current.finish(page.end());
                decodedBefore += current.frames();
                current = null;
            }
        }
        return true;
    }

    private void begin(OggPage page) throws UnreadableAudioException {
        if (!bytes.has(page.body(), "\u0001vorbis")) {
            otherCodec = codec(page.body());
            return;
        }
        if (current != null) {
            throw bytes.broken(page.offset(), "a second Vorbis stream begins before the first has ended",
                    "keep one sound per file");
        }
        current = new VorbisStream(bytes, decodedBefore, measuring);
        currentSerial = page.serial();
        first = first == null ? current : first;
    }

    private void requireAlike(VorbisStream link) throws UnreadableAudioException {
        if (link.rate() != first.rate() || link.channels() != first.channels()) {
            throw bytes.broken(link.offset(),
                    "chained streams differ: expected " + first.rate() + " Hz and " + first.channels()
                            + " channels as in the first, got " + link.rate() + " Hz and " + link.channels(),
                    "split the file at its streams");
        }
    }

    private String codec(long body) throws UnreadableAudioException {
        if (bytes.has(body, "OpusHead")) {
            return "Opus";
        }
        if (bytes.has(body, "\u007fFLAC")) {
            return "FLAC";
        }
        if (bytes.has(body, "Speex")) {
            return "Speex";
        }
        return "an unknown codec";
    }

    private void finish() throws UnreadableAudioException {
        if (first == null) {
            throw noVorbis();
        }
        if (current != null) {
            throw bytes.broken(bytes.length(), "the file is cut short: it ends without the page marked as the last one", REMEDY);
        }
    }

    private UnreadableAudioException noVorbis() {
        return bytes.broken(0, "the Ogg file holds " + otherCodec + ", expected Vorbis", "convert it to WAV or Ogg Vorbis");
    }
}
