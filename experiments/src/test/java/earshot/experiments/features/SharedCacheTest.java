package earshot.experiments.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.experiments.data.Dataset;
import earshot.experiments.synth.SyntheticDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One cache, several processes: two fill it at once, another is killed while it does.
class SharedCacheTest {
    private static final FrontEnd FRONT_END = new LogMelFrontEnd(22050, 1, 64, 1024, 256, 80);

    @TempDir
    Path folder;

    /// Fills a cache: data set, folder of the cache.
    public static final class Filler {
        private Filler() {
        }

        public static void main(String[] args) throws IOException {
            cached(Path.of(args[0]), Path.of(args[1]));
        }
    }

    private static Features cached(Path data, Path cache) throws IOException {
        return Features.of(Dataset.read(data), FRONT_END, new FeatureCache(cache), 2, () -> {
        });
    }

    private static Process filler(Path data, Path cache) throws IOException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector", "-Xmx256m", "-cp", System.getProperty("java.class.path"),
                Filler.class.getName(), data.toString(), cache.toString()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    }

    private static long whole(Path cache) throws IOException {
        if (!Files.exists(cache)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(cache)) {
            return files.filter(f -> f.toString().endsWith(".logmel")).count();
        }
    }

    @Test
    void processesMayShareACacheAndDieWhileTheyFillIt() throws Exception {
        Path data = folder.resolve("set");
        new SyntheticDataset(4, 1, 22050, 5).write(data, 2, () -> {
        });
        List<float[]> expected = cached(data, folder.resolve("alone")).images();

        Path cache = folder.resolve("shared");
        Process killed = filler(data, cache);
        while (killed.isAlive() && whole(cache) < 5) {
            TimeUnit.MILLISECONDS.sleep(2);
        }
        killed.destroyForcibly().waitFor();
        long left = whole(cache);
        assertTrue(left >= 5 && left < expected.size(), left + " pictures when it was killed");

        Process one = filler(data, cache);
        Process two = filler(data, cache);
        assertTrue(one.waitFor(120, TimeUnit.SECONDS) && two.waitFor(120, TimeUnit.SECONDS));
        assertEquals(0, one.exitValue());
        assertEquals(0, two.exitValue());
        assertEquals(expected.size(), whole(cache));
        List<float[]> shared = cached(data, cache).images();
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i), shared.get(i), "clip " + i);
        }
    }
}
