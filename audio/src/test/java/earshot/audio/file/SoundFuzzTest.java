package earshot.audio.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import earshot.audio.golden.GoldenAudio;

/// Runs [SoundFuzz] in a Java machine of its own with 256 MiB of memory. `-Dearshot.fuzz=1000000` sets the number of mutations,
/// `-Dearshot.fuzz.seed=2` which ones.
class SoundFuzzTest {

    @Test
    void damagedFilesGiveNothingButTheDocumentedError() throws IOException, InterruptedException {
        String count = System.getProperty("earshot.fuzz", "4000");
        Process fuzz = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                "-XX:+UseSerialGC", "--add-modules=jdk.incubator.vector", "-cp", System.getProperty("java.class.path"),
                SoundFuzz.class.getName(), count, System.getProperty("earshot.fuzz.seed", "1"),
                GoldenAudio.folder().resolve("files").toString()).redirectErrorStream(true).start();
        String output = new String(fuzz.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, fuzz.waitFor(), output);
        assertTrue(output.contains(count + " mutations of "), output);
        System.out.println(output.lines().toList().getLast());
    }
}
