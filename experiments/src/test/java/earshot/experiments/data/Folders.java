package earshot.experiments.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Builds small data sets for tests.
public final class Folders {
    private Folders() {
    }

    /// Writes `meta/esc50.csv` and, for every file name, a short silent WAV.
    public static Path dataset(Path folder, String csv, String... files) throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("meta")).resolve("esc50.csv"), csv);
        Path audio = Files.createDirectories(folder.resolve("audio"));
        for (String file : files) {
            Files.write(audio.resolve(file), wav(8000, 80));
        }
        return folder;
    }

    /// A silent 16-bit mono WAV.
    public static byte[] wav(int rate, int frames) {
        var bytes = ByteBuffer.allocate(44 + 2 * frames).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 2 * frames);
        bytes.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16).putShort((short) 1).putShort((short) 1);
        bytes.putInt(rate).putInt(2 * rate).putShort((short) 2).putShort((short) 16);
        bytes.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * frames);
        return bytes.array();
    }
}
