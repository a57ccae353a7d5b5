package earshot.audio.file;

/// Tags with titles and pictures that players put around MP3 and FLAC: nothing here reads them, but they have to be skipped.
final class Id3Tag {

    private static final int HEADER_BYTES = 10;
    /// An ID3v1 tag: the last bytes of a file.
    private static final int TRAILER_BYTES = 128;

    private Id3Tag() {
    }

    /// The byte after all ID3v2 tags that begin at `offset`; `offset` itself if there is none.
    static long end(AudioBytes bytes, long offset) throws UnreadableAudioException {
        long at = offset;
        while (bytes.has(at, "ID3") && bytes.length() - at >= HEADER_BYTES) {
            byte[] header = bytes.copy(at, HEADER_BYTES);
            long size = 0;
            for (int i = 6; i < 10; i++) {
                // Seven bits a byte, so that no size looks like the start of an MPEG frame.
                size = size << 7 | header[i] & 0x7F;
            }
            boolean footer = (header[5] & 0x10) != 0;
            long next = at + HEADER_BYTES + size + (footer ? HEADER_BYTES : 0);
            if (next > bytes.length()) {
                throw bytes.broken(at, "the ID3 tag claims " + size + " bytes, " + (bytes.length() - at) + " are left",
                        "copy or download the file again");
            }
            at = next;
        }
        return at;
    }

    /// Where sound ends: the file's length without the tags that stand behind it.
    static long begin(AudioBytes bytes) throws UnreadableAudioException {
        long end = bytes.length();
        if (bytes.has(end - TRAILER_BYTES, "TAG")) {
            end -= TRAILER_BYTES;
        }
        // An APE tag ends with a footer that names the tag's size, its header not counted.
        if (bytes.has(end - 32, "APETAGEX")) {
            byte[] footer = bytes.copy(end - 32, 32);
            long size = footer[12] & 0xFF | (footer[13] & 0xFF) << 8 | (footer[14] & 0xFF) << 16 | (footer[15] & 0xFFL) << 24;
            boolean header = (footer[23] & 0x80) != 0;
            long start = end - size - (header ? 32 : 0);
            end = size >= 32 && start >= 0 ? start : end;
        }
        return end;
    }
}
