package earshot.experiments.tokens;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.engine.Shape;
import earshot.engine.files.Safetensors;
import earshot.engine.files.SafetensorsWriter;
import earshot.engine.files.TensorData;
import earshot.experiments.ExperimentException;
import earshot.kernels.Backends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// [Codebook]: nearest codes, and its file.
class CodebookTest {
    private static final Codebook CODES = new Codebook(2, new float[]{0, 0, 3, 0, 0, 3, 3, 0});

    @TempDir
    Path folder;

    /// Of two equal codes, and of two at one distance, the first.
    @Test
    void aTokenIsTheNumberOfTheNearestCode() {
        float[] vectors = {0.1f, -5, 2.9f, 0.1f, 1, 2, 0, 1.5f};
        assertArrayEquals(new int[]{0, 1, 2, 0}, CODES.tokens(Backends.create("cpu", 2), vectors));
        assertArrayEquals(new int[0], CODES.tokens(Backends.create("cpu", 2), new float[0]));
    }

    @Test
    void aFileHoldsTheCodesAndWhatIsSaidOfThem() throws IOException {
        Path file = folder.resolve("codes.safetensors");
        CODES.write(file, Map.of("earshot", "{}"));
        Codebook read = Codebook.read(file);
        assertEquals(2, read.width());
        assertArrayEquals(CODES.values(), read.values());
        try (Safetensors open = Safetensors.open(file)) {
            assertEquals(Map.of("earshot", "{}"), open.metadata());
        }
    }

    @Test
    void anotherFileIsRefused() throws IOException {
        Path file = folder.resolve("codes.safetensors");
        SafetensorsWriter.write(file, Map.of("weight", TensorData.of(Shape.of(1), 1f)), Map.of());
        assertEquals(file + ": expected a tensor codebook [codes, width], got none; restore the file or cluster anew",
                assertThrows(ExperimentException.class, () -> Codebook.read(file)).getMessage());
        SafetensorsWriter.write(file, Map.of("codebook", TensorData.of(Shape.of(4), 1f, 2f, 3f, 4f)), Map.of());
        assertTrue(assertThrows(ExperimentException.class, () -> Codebook.read(file)).getMessage().contains("got F32 [4]"));
        Files.writeString(file, "no tensors");
        assertTrue(assertThrows(ExperimentException.class, () -> Codebook.read(file)).getMessage().endsWith("cluster anew"));
    }
}
