package earshot.kernels.gpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeCacheTest {
    private static final GpuDevice DEVICE = new GpuDevice("opencl:0", "some GPU", "1.2", 1, 1);

    @TempDir
    Path folder;

    @Test
    void keepsWhatItIsGiven() throws IOException {
        CodeCache cache = new CodeCache(folder.resolve("new"));
        String key = CodeCache.key(DEVICE, "-O", "text");
        assertTrue(cache.load(key).isEmpty());
        cache.store(key, new byte[]{1, 2});
        cache.store(key, new byte[]{3, 4, 5});
        assertArrayEquals(new byte[]{3, 4, 5}, cache.load(key).orElseThrow());
        try (var files = Files.list(folder.resolve("new"))) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void everythingThatCodeDependsOnIsInTheKey() {
        String key = CodeCache.key(DEVICE, "-O", "text");
        assertEquals(key, CodeCache.key(new GpuDevice("opencl:1", "some GPU", "1.2", 2, 2), "-O", "text"));
        assertNotEquals(key, CodeCache.key(new GpuDevice("opencl:0", "another GPU", "1.2", 1, 1), "-O", "text"));
        assertNotEquals(key, CodeCache.key(new GpuDevice("opencl:0", "some GPU", "1.3", 1, 1), "-O", "text"));
        assertNotEquals(key, CodeCache.key(DEVICE, "", "-Otext"));
        assertNotEquals(key, CodeCache.key(DEVICE, "-O", "text "));
    }

    @Test
    void aFolderThatCannotBeWrittenDoesNoHarm() throws IOException {
        CodeCache cache = new CodeCache(Files.createFile(folder.resolve("a file")).resolve("inside"));
        cache.store("key", new byte[1]);
        assertTrue(cache.load("key").isEmpty());
    }
}
