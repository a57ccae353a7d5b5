package earshot.audio.file;

import java.util.ArrayList;
import java.util.List;

/// Ogg Vorbis to samples: walks the pages of the file, one logical stream after the other, and joins what they decode to.
///
/// Streams of other kinds beside the Vorbis one (pictures, text) are skipped. A file that stops before the page marked as the last one
/// is refused: a cut recording is not silently a shorter one.
final class VorbisReader {

    private static final String REMEDY = "copy or download the file again";

    private final AudioBytes bytes;
    private final List<VorbisStream> links = new ArrayList<>();
    private VorbisStream current;
    private int currentSerial;
    private String otherCodec = "an unknown codec";

    private VorbisReader(AudioBytes bytes) {
        this.bytes = bytes;
    }

    static AudioClip read(AudioBytes bytes) throws UnreadableAudioException {
        VorbisReader reader = new VorbisReader(bytes);
        for (int at = 0; at < bytes.length();) {
            OggPage page = OggPage.parse(bytes, at);
            reader.page(page);
            at = page.end();
        }
        return reader.finish();
    }

    private void page(OggPage page) throws UnreadableAudioException {
        if (page.first()) {
            begin(page);
        }
        if (current != null && page.serial() == currentSerial) {
            current.page(page);
            if (page.last()) {
                current.finish(page.end());
                current = null;
            }
        }
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
        current = new VorbisStream(bytes, decodedFrames());
        currentSerial = page.serial();
        links.add(current);
    }

    private long decodedFrames() {
        return links.stream().mapToLong(VorbisStream::frames).sum();
    }

    private String codec(int body) {
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

    private AudioClip finish() throws UnreadableAudioException {
        if (links.isEmpty()) {
            throw bytes.broken(0, "the Ogg file holds " + otherCodec + ", expected Vorbis", "convert it to WAV or Ogg Vorbis");
        }
        if (current != null) {
            throw bytes.broken(bytes.length(), "the file is cut short: it ends without the page marked as the last one", REMEDY);
        }
        VorbisStream first = links.getFirst();
        for (VorbisStream link : links) {
            if (link.rate() != first.rate() || link.channels() != first.channels()) {
                throw bytes.broken(link.offset(),
                        "chained streams differ: expected " + first.rate() + " Hz and " + first.channels()
                                + " channels as in the first, got " + link.rate() + " Hz and " + link.channels(),
                        "split the file at its streams");
            }
        }
        float[][] channels = new float[first.channels()][(int) decodedFrames()];
        int at = 0;
        for (VorbisStream link : links) {
            link.copyTo(channels, at);
            at += (int) link.frames();
        }
        return new AudioClip(first.rate(), channels);
    }
}
