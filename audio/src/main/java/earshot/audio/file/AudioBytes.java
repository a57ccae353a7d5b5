package earshot.audio.file;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A whole file in memory together with its name, so that whatever is wrong with the bytes can be said with file and offset.
record AudioBytes(Path file, byte[] data) {

    /// Rates above this are taken for garbage: the fastest converters in use stay below 3 MHz.
    static final int MAX_RATE = 10_000_000;

    int length() {
        return data.length;
    }

    /// Whether the file holds `magic` (Latin-1) at `offset`.
    boolean has(int offset, String magic) {
        byte[] expected = latin1(magic);
        if (offset < 0 || offset > data.length - expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (data[offset + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }

    /// The bytes of a literal, one per character.
    static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /// Four bytes for an error message: as text where printable, else with question marks.
    String tag(int offset) {
        StringBuilder text = new StringBuilder();
        for (int i = offset; i < Math.min(offset + 4, data.length); i++) {
            text.append(data[i] >= 32 && data[i] < 127 ? (char) data[i] : '?');
        }
        return text.toString();
    }

    UnreadableAudioException broken(long offset, String reason, String remedy) {
        return new UnreadableAudioException(file, offset, reason, remedy, null);
    }
}
