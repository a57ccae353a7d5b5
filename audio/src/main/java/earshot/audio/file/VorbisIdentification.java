package earshot.audio.file;

/// The first header of a Vorbis stream. Source: Vorbis I specification, section 4.2.2.
///
/// @param channels samples per frame, 1 to 255
/// @param rate frames per second
/// @param longBlock frames of the longer of the two block sizes, at most 8192
record VorbisIdentification(int channels, int rate, int longBlock) {

    private static final String REMEDY = "copy or download the file again";

    static VorbisIdentification parse(AudioBytes bytes, byte[] packet, long offset) throws UnreadableAudioException {
        if (packet.length < 30) {
            throw bytes.broken(offset, "Vorbis identification header: expected 30 bytes, got " + packet.length, REMEDY);
        }
        // The reader picks the stream by the seven bytes before this.
        LittleEndianBits bits = new LittleEndianBits(packet, 7);
        long version = bits.read(32);
        int channels = (int) bits.read(8);
        long rate = bits.read(32);
        bits.skip(3 * 32);
        int shortBlock = 1 << bits.read(4);
        int longBlock = 1 << bits.read(4);
        if (version != 0) {
            throw bytes.broken(offset, "Vorbis version: expected 0, got " + version, "convert the file again");
        }
        if (channels < 1 || rate < 1 || rate > AudioBytes.MAX_RATE) {
            throw bytes.broken(offset, "Vorbis identification header: expected at least 1 channel and a rate of 1 to "
                    + AudioBytes.MAX_RATE + " Hz, got " + channels + " channels and " + rate + " Hz", REMEDY);
        }
        if (shortBlock < 64 || longBlock < shortBlock || longBlock > 8192) {
            throw bytes.broken(offset,
                    "Vorbis block sizes: expected 64 to 8192, ascending, got " + shortBlock + " and " + longBlock,
                    REMEDY);
        }
        return new VorbisIdentification(channels, (int) rate, longBlock);
    }
}
