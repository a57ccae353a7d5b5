package earshot.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import earshot.audio.file.AudioClip;
import earshot.audio.file.AudioFile;
import earshot.audio.golden.GoldenAudio;
import earshot.audio.mel.LogMel;
import earshot.audio.resample.Resampler;

/// What the README shows to those who want nothing but a log-mel compiles, runs, and stands there word for word.
class FiveLinesTest {

    @Test
    void theReadmeShowsCodeThatWorks() throws IOException {
        Path file = GoldenAudio.folder().resolve("files").resolve("vorbis_stereo.ogg");
        // README
        AudioClip clip = AudioFile.read(file);
        float[] samples = Resampler.of(clip.rate(), 22050).apply(clip.mono());
        LogMel logMel = new LogMel(LogMel.Settings.of(22050, 2048, 512, 128));
        float[] decibels = logMel.apply(samples);
        int frames = logMel.frames(samples.length);
        // end
        assertEquals(128 * frames, decibels.length);

        Path root = Path.of(System.getProperty("earshot.root"));
        List<String> source = Files
                .readAllLines(root.resolve("audio/src/test/java/" + FiveLinesTest.class.getName().replace('.', '/') + ".java"));
        List<String> lines = source.subList(source.indexOf("        // README") + 1, source.indexOf("        // end"));
        assertEquals(5, lines.size());
        List<String> readme = Files.readAllLines(root.resolve("README.md"));
        for (String line : lines) {
            assertTrue(readme.stream().anyMatch(shown -> shown.startsWith(line.strip())), line);
        }
    }
}
