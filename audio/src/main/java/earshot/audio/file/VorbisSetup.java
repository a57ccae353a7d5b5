package earshot.audio.file;

import java.util.ArrayList;
import java.util.List;

/// Walks a Vorbis setup header and refuses claims that would make a decoder allocate or loop far beyond what the packet can mean. What
/// decoders verify themselves (most of mappings, modes) is left to them. Source: Vorbis I specification, sections 3 and 4.2.4.
final class VorbisSetup {

    /// Sum over all codebooks of entries times dimensions. Ordinary recordings need about ten thousand.
    private static final long MAX_TABLE = 1 << 20;
    private static final int HEADER_BYTES = 7;

    private final AudioBytes bytes;
    private final LittleEndianBits bits;
    private final long offset;
    private final List<Coupling> couplings = new ArrayList<>();
    private int[] bookEntries;
    private int[] bookDimensions;

    /// The pairs of channels that a mapping stores as magnitude and angle, and the bits of the packet that say so.
    ///
    /// @param from the bit that says whether there are any
    /// @param to the first bit behind them
    record Coupling(long from, long to, int[] magnitudes, int[] angles) {
    }

    VorbisSetup(AudioBytes bytes, byte[] packet, long offset) {
        this.bytes = bytes;
        this.bits = new LittleEndianBits(packet, HEADER_BYTES);
        this.offset = offset;
    }

    void verify(VorbisIdentification identification) throws UnreadableAudioException {
        try {
            codebooks();
            // Time domain transforms: a placeholder of the format.
            bits.skip(16 * (bits.read(6) + 1));
            int floors = (int) bits.read(6) + 1;
            for (int i = 0; i < floors; i++) {
                floor();
            }
            int residues = (int) bits.read(6) + 1;
            for (int i = 0; i < residues; i++) {
                residue(identification);
            }
            int mappings = (int) bits.read(6) + 1;
            for (int i = 0; i < mappings; i++) {
                mapping(i, identification.channels());
            }
        } catch (IndexOutOfBoundsException e) {
            throw refuse("it ends too early (" + e.getMessage() + ")");
        }
    }

    /// The coupling of each mapping.
    List<Coupling> couplings() {
        return couplings;
    }

    private void codebooks() throws UnreadableAudioException {
        int count = (int) bits.read(8) + 1;
        bookEntries = new int[count];
        bookDimensions = new int[count];
        long table = 0;
        for (int book = 0; book < count; book++) {
            if (bits.read(24) != 0x564342) {
                throw refuse("codebook " + book + " does not start with its mark");
            }
            int dimensions = (int) bits.read(16);
            int entries = (int) bits.read(24);
            table += (long) entries * Math.max(1, dimensions);
            if (dimensions == 0 || entries == 0 || table > MAX_TABLE) {
                throw refuse("codebook " + book + " claims " + entries + " entries of " + dimensions + " dimensions");
            }
            bookEntries[book] = entries;
            bookDimensions[book] = dimensions;
            codeLengths(book, entries);
            lookup(book, entries, dimensions);
        }
    }

    private void codeLengths(int book, int entries) throws UnreadableAudioException {
        if (bits.read(1) == 1) {
            long length = bits.read(5) + 1;
            for (int i = 0; i < entries; length++) {
                long number = bits.read(32 - Integer.numberOfLeadingZeros(entries - i));
                if (length > 32 || number > entries - i) {
                    throw refuse("codebook " + book + " has code lengths beyond its entries");
                }
                i += (int) number;
            }
            return;
        }
        boolean sparse = bits.read(1) == 1;
        for (int i = 0; i < entries; i++) {
            if (!sparse || bits.read(1) == 1) {
                bits.skip(5);
            }
        }
    }

    private void lookup(int book, int entries, int dimensions) throws UnreadableAudioException {
        int type = (int) bits.read(4);
        if (type == 0) {
            return;
        }
        if (type > 2) {
            throw refuse("codebook " + book + " has lookup type " + type + ", expected 0, 1 or 2");
        }
        bits.skip(32 + 32);
        int valueBits = (int) bits.read(4) + 1;
        bits.skip(1);
        long values = type == 1 ? gridSide(entries, dimensions) : (long) entries * dimensions;
        bits.skip(values * valueBits);
    }

    /// The greatest integer whose power of `dimensions` does not pass `entries`.
    private static long gridSide(int entries, int dimensions) {
        long side = 1;
        while (Math.pow(side + 1, dimensions) <= entries) {
            side++;
        }
        return side;
    }

    private void floor() throws UnreadableAudioException {
        int type = (int) bits.read(16);
        if (type > 1) {
            throw refuse("floor type " + type + ", expected 0 or 1");
        }
        if (type == 0) {
            bits.skip(8 + 16 + 16 + 6 + 8);
            bits.skip(8 * (bits.read(4) + 1));
            return;
        }
        int[] classOf = new int[(int) bits.read(5)];
        int classes = 0;
        for (int i = 0; i < classOf.length; i++) {
            classOf[i] = (int) bits.read(4);
            classes = Math.max(classes, classOf[i] + 1);
        }
        int[] classDimensions = new int[classes];
        for (int i = 0; i < classes; i++) {
            classDimensions[i] = (int) bits.read(3) + 1;
            int subclasses = (int) bits.read(2);
            bits.skip(subclasses == 0 ? 0 : 8);
            bits.skip(8L << subclasses);
        }
        bits.skip(2);
        int rangeBits = (int) bits.read(4);
        for (int partition : classOf) {
            bits.skip((long) rangeBits * classDimensions[partition]);
        }
    }

    private void residue(VorbisIdentification identification) throws UnreadableAudioException {
        int type = (int) bits.read(16);
        long begin = bits.read(24);
        long end = bits.read(24);
        bits.skip(24);
        int classes = (int) bits.read(6) + 1;
        int classBook = (int) bits.read(8);
        long longest = (long) identification.longBlock() / 2 * identification.channels();
        if (type > 2 || begin > end || end > longest) {
            throw refuse(
                    "residue of type " + type + " from " + begin + " to " + end + ", expected type 0 to 2 within " + longest);
        }
        // A decoder tabulates all class words, so their number must be one that the codebook can say.
        if (classBook >= bookEntries.length || Math.pow(classes, bookDimensions[classBook]) > bookEntries[classBook]) {
            throw refuse("residue with " + classes + " classes does not fit its codebook " + classBook);
        }
        int cascaded = 0;
        for (int i = 0; i < classes; i++) {
            int low = (int) bits.read(3);
            int high = bits.read(1) == 1 ? (int) bits.read(5) : 0;
            cascaded += Integer.bitCount(high << 3 | low);
        }
        bits.skip(8L * cascaded);
    }

    private void mapping(int number, int channels) throws UnreadableAudioException {
        int type = (int) bits.read(16);
        if (type != 0) {
            throw refuse("mapping " + number + " has type " + type + ", expected 0");
        }
        int submaps = bits.read(1) == 1 ? (int) bits.read(4) + 1 : 1;
        long from = bits.position();
        int[] magnitudes = new int[bits.read(1) == 1 ? (int) bits.read(8) + 1 : 0];
        int[] angles = new int[magnitudes.length];
        int width = 32 - Integer.numberOfLeadingZeros(channels - 1);
        for (int i = 0; i < magnitudes.length; i++) {
            magnitudes[i] = (int) bits.read(width);
            angles[i] = (int) bits.read(width);
            if (magnitudes[i] == angles[i] || Math.max(magnitudes[i], angles[i]) >= channels) {
                throw refuse(
                        "mapping " + number + " couples channels " + magnitudes[i] + " and " + angles[i] + " of " + channels);
            }
        }
        couplings.add(new Coupling(from, bits.position(), magnitudes, angles));
        bits.skip(2 + (submaps > 1 ? 4L * channels : 0) + 24L * submaps);
    }

    private UnreadableAudioException refuse(String reason) {
        return bytes.broken(offset, "Vorbis setup header is damaged: " + reason, "copy or download the file again");
    }
}
