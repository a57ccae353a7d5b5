package earshot.audio.file;

import com.jcraft.jogg.Packet;
import com.jcraft.jorbis.Block;
import com.jcraft.jorbis.Comment;
import com.jcraft.jorbis.DspState;
import com.jcraft.jorbis.Info;
import java.util.List;

/// The part of Vorbis decoding that is jorbis's: packets to floats. Headers are checked before jorbis sees them, because it allocates
/// what they claim, and whatever it throws comes out as [UnreadableAudioException].
final class VorbisDecoder {

    private static final String REMEDY = "copy or download the file again";
    // Nothing here needs titles and artists, and an own empty packet cannot claim a comment of two gigabytes.
    private static final byte[] EMPTY_COMMENTS = AudioBytes.latin1("\u0003vorbis\0\0\0\0\0\0\0\0\u0001");

    private final AudioBytes bytes;
    private final Info info = new Info();
    private final Comment comment = new Comment();
    private final DspState state = new DspState();
    private Block block;
    private VorbisIdentification identification;

    VorbisDecoder(AudioBytes bytes) {
        this.bytes = bytes;
        info.init();
        comment.init();
    }

    int rate() {
        return identification.rate();
    }

    int channels() {
        return identification.channels();
    }

    /// Takes header packet `index` (0 identification, 1 comments, 2 setup), found on the page at `offset`.
    void header(int index, byte[] packet, long offset) throws UnreadableAudioException {
        byte[] given = packet;
        List<VorbisSetup.Coupling> couplings = List.of();
        if (index == 0) {
            identification = VorbisIdentification.parse(bytes, packet, offset);
        } else if (index == 1) {
            requireHeader(packet, "\u0003vorbis", "comment", offset);
            given = EMPTY_COMMENTS;
        } else {
            requireHeader(packet, "\u0005vorbis", "setup", offset);
            VorbisSetup setup = new VorbisSetup(bytes, packet, offset);
            setup.verify(identification);
            if (VorbisCoupling.misread(channels(), setup.couplings())) {
                couplings = setup.couplings();
                given = VorbisCoupling.without(packet, couplings);
            }
        }
        try {
            int code = info.synthesis_headerin(comment, packet(given, index == 0));
            if (code < 0) {
                throw bytes.broken(offset, "Vorbis header " + (index + 1) + " is damaged (jorbis code " + code + ")", REMEDY);
            }
            if (index == 2) {
                VorbisCoupling.couple(info, couplings);
                state.synthesis_init(info);
                block = new Block(state);
            }
        } catch (RuntimeException e) {
            throw undecodable(offset, e);
        }
    }

    /// Decodes an audio packet and says how many frames are ready.
    int decode(byte[] packet, long offset) throws UnreadableAudioException {
        try {
            if (block.synthesis(packet(packet, false)) != 0) {
                throw bytes.broken(offset, "expected an audio packet on this page, got something else", REMEDY);
            }
            state.synthesis_blockin(block);
            return state.synthesis_pcmout(new float[1][][], new int[channels()]);
        } catch (RuntimeException e) {
            throw undecodable(offset, e);
        }
    }

    /// Copies the `count` frames that are ready into `samples` from frame `at` on.
    void read(float[][] samples, int at, int count) {
        float[][][] pcm = new float[1][][];
        int[] start = new int[channels()];
        if (count == 0 || state.synthesis_pcmout(pcm, start) == 0) {
            return;
        }
        for (int c = 0; c < samples.length; c++) {
            System.arraycopy(pcm[0][c], start[c], samples[c], at, count);
        }
        state.synthesis_read(count);
    }

    private void requireHeader(byte[] packet, String magic, String name, long offset) throws UnreadableAudioException {
        byte[] expected = AudioBytes.latin1(magic);
        for (int i = 0; i < expected.length; i++) {
            if (i >= packet.length || packet[i] != expected[i]) {
                throw bytes.broken(offset, "expected the Vorbis " + name + " header, got another packet", REMEDY);
            }
        }
    }

    private UnreadableAudioException undecodable(long offset, RuntimeException e) {
        return new UnreadableAudioException(bytes.file(), offset,
                "the Vorbis packets on this page do not decode (jorbis: " + e.getClass().getSimpleName() + ")",
                REMEDY,
                e);
    }

    private static Packet packet(byte[] data, boolean first) {
        Packet packet = new Packet();
        packet.packet_base = data;
        packet.packet = 0;
        packet.bytes = data.length;
        packet.b_o_s = first ? 1 : 0;
        // Positions are dealt with page by page outside; jorbis is not to cut anything itself.
        packet.granulepos = -1;
        return packet;
    }
}
