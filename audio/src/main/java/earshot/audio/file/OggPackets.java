package earshot.audio.file;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/// Puts the packets of one logical Ogg stream together from its pages, in order, and refuses a stream with holes.
final class OggPackets {

    private final AudioBytes bytes;
    private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
    private boolean open;
    private int nextSequence = -1;

    OggPackets(AudioBytes bytes) {
        this.bytes = bytes;
    }

    /// The packets that end on `page`.
    List<byte[]> add(OggPage page) throws UnreadableAudioException {
        if (nextSequence != -1 && page.sequence() != nextSequence) {
            throw bytes.broken(page.offset(), "expected Ogg page " + nextSequence + " of the stream, got page " + page.sequence()
                    + ", pages are missing", "copy or download the file again");
        }
        if (page.continued() != open) {
            throw bytes.broken(page.offset(), open
                    ? "the page should continue a packet and does not"
                    : "the page continues a packet that was never begun", "copy or download the file again");
        }
        nextSequence = page.sequence() + 1;
        List<byte[]> packets = new ArrayList<>();
        int lacing = bytes.at(page.offset(), (int) (page.end() - page.offset())) + (int) (page.lacing() - page.offset());
        int at = lacing + page.segments();
        for (int i = 0; i < page.segments(); i++) {
            int lace = bytes.window()[lacing + i] & 0xFF;
            unfinished.write(bytes.window(), at, lace);
            at += lace;
            // A full lacing value means that the packet goes on in the next segment.
            open = lace == 255;
            if (!open) {
                packets.add(unfinished.toByteArray());
                unfinished.reset();
            }
        }
        return packets;
    }

    /// Whether the last packet still waits for its end.
    boolean open() {
        return open;
    }
}
