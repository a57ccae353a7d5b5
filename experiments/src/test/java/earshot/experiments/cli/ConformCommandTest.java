package earshot.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.engine.Shape;
import earshot.engine.files.SafetensorsWriter;
import earshot.engine.files.TensorData;
import earshot.experiments.files.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `earshot conform`: exit codes and answers.
class ConformCommandTest {
    private static final Path GOLDEN = Path.of(System.getProperty("earshot.root"), "src", "golden");

    @TempDir
    private Path folder;

    private final Map<String, Object> cases = new LinkedHashMap<>();
    private final Map<String, TensorData> tensors = new LinkedHashMap<>();
    private final Earshot earshot = new Earshot();

    private int conform(Object... words) {
        return earshot.run(Stream.concat(Stream.of("conform"), Stream.of(words)).toList());
    }

    private String out() {
        return earshot.out().replaceAll(" +", " ");
    }

    /// A rectifier of −1, 2, 3 and its gradient.
    @BeforeEach
    void oneGoodCase() throws IOException {
        add("relu", "relu", 0, 2, 3);
        write();
    }

    private void add(String name, String op, double... y) {
        Shape shape = Shape.of(3);
        cases.put(name, Map.of("op", op, "attrs", Map.of()));
        tensors.put(name + "/in/x", TensorData.of(shape, -1.0, 2, 3));
        tensors.put(name + "/in/cotangent", TensorData.of(shape, 5.0, 6, 7));
        tensors.put(name + "/out/y", TensorData.of(shape, y));
        tensors.put(name + "/grad/x", TensorData.of(shape, 0.0, 6, 7));
    }

    private void write() throws IOException {
        SafetensorsWriter.write(folder.resolve("ops.safetensors"), tensors, Map.of("cases", Json.line(cases)));
    }

    private JsonNode answer(Object... words) {
        conform(words);
        assertEquals("", earshot.err());
        return Json.parse("answer", out(), JsonNode.class).path("families");
    }

    @Test
    void whatConformsIsZero() {
        for (String device : List.of("reference", "cpu")) {
            assertEquals(0, conform(folder, "--family", "ops", "--device", device), out() + earshot.err());
            assertEquals("ops 1 of 1 worst error 0 of 5.0e-06 allowed: relu, out/y[0]\n",
                    out().replace("0.0 of", "0 of"));
        }
        JsonNode ops = answer(folder, "--family", "ops", "--json").path("ops");
        assertEquals(1, ops.path("cases").intValue());
        assertEquals(1, ops.path("passed").intValue());
        assertEquals("relu", ops.path("worst").path("case").asString());
        assertTrue(ops.path("worst").path("error").isNumber(), out());
        assertEquals(0, ops.path("worst").path("error").doubleValue());
        assertTrue(ops.path("failed").isEmpty());
    }

    @Test
    void aWrongNumberFails() throws IOException {
        add("wrong", "relu", 0, 2, 3.01);
        write();
        assertEquals(1, conform(folder, "--family", "ops"), earshot.err());
        assertTrue(out().startsWith("ops 1 of 2 worst error 0.0033 of 2.0e-06 allowed: wrong, out/y[2]\n"), out());
        assertTrue(out().contains("wrong: out/y[2]: expected 3.01000000, got 3.00000000; error 0.00332, allowed 5.00e-06"),
                out());
        JsonNode ops = answer(folder, "--family", "ops", "--json").path("ops");
        assertEquals(2, ops.path("cases").intValue());
        assertEquals(1, ops.path("passed").intValue());
        assertEquals("wrong", ops.path("worst").path("case").asString());
        assertEquals(0.01 / (3.01 + 0.05), ops.path("worst").path("error").doubleValue(), 1e-9);
        assertEquals(List.of("wrong"), List.copyOf(ops.path("failed").propertyNames()));
    }

    @Test
    void aWrongGradientFails() throws IOException {
        tensors.put("relu/grad/x", TensorData.of(Shape.of(3), 5.0, 6, 7));
        write();
        assertEquals(1, conform(folder, "--family", "ops"), earshot.err());
        assertTrue(out().contains("relu: grad/x[0]: expected 5.00000000, got 0.00000000; error 0.714"), out());
    }

    @Test
    void anUnknownOpFails() throws IOException {
        add("strange", "frobnicate", 0, 2, 3);
        write();
        assertEquals(1, conform(folder, "--family", "ops"), earshot.err());
        assertTrue(out().contains("strange: unknown op frobnicate; known are abs, "), out());
        assertTrue(out().startsWith("ops 1 of 2"), out());
    }

    @Test
    void aResultThatNothingComputesFails() throws IOException {
        tensors.put("relu/out/other", TensorData.of(Shape.of(1), 1.0));
        write();
        assertEquals(1, conform(folder, "--family", "ops"), earshot.err());
        assertTrue(out().contains("relu: out/other: expected F64 [1], got nothing"), out());
    }

    @Test
    void aTensorOfNoCaseFails() throws IOException {
        tensors.put("nobody/out/y", TensorData.of(Shape.of(1), 1.0));
        write();
        assertEquals(1, conform(folder, "--family", "ops"), earshot.err());
        assertTrue(out().startsWith("ops 1 of 2"), out());
        assertTrue(out().contains("nobody/out/y: expected tensors of listed cases alone"), out());
    }

    @Test
    void aMissingFileFails() throws IOException {
        assertEquals(1, conform(folder, "--family", "optim,ops"), earshot.err());
        assertTrue(out().contains("optim 0 of 1"), out());
        assertTrue(out().contains("expected the file " + folder.resolve("optim.safetensors") + ", got none"), out());
        JsonNode all = answer(folder, "--json");
        assertEquals(List.of("ops", "optim", "audio", "models", "beats", "trajectory", "files", "checkpoints"),
                List.copyOf(all.propertyNames()));
        assertEquals(1, all.path("ops").path("passed").intValue());
        assertEquals(0, all.path("beats").path("passed").intValue());
        assertEquals(1, all.path("beats").path("cases").intValue());
        assertEquals("beats", all.path("beats").path("worst").path("case").asString());
        assertTrue(all.path("beats").path("worst").path("error").isNull(), out());
    }

    @Test
    void aListedFileThatIsMissingAndOneThatIsNoCheckpointFail() throws IOException {
        Path checkpoints = Files.createDirectory(folder.resolve("checkpoints"));
        Files.writeString(checkpoints.resolve("manifest.json"), Json.line(List.of(
                Map.of("file", "gone.pt", "about", "", "expect", "error"),
                Map.of("file", "text.pt", "about", "", "expect", "ok"),
                Map.of("file", "text.pt", "about", "", "expect", "error"),
                Map.of("file", "plain.safetensors", "about", "no tensor may be read from it", "expect", "error"))));
        Files.writeString(checkpoints.resolve("text.pt"), "no checkpoint");
        Files.copy(GOLDEN.resolve("checkpoints/plain.safetensors"), checkpoints.resolve("plain.safetensors"));
        assertEquals(1, conform(folder, "--family", "checkpoints"), earshot.err());
        assertTrue(out().startsWith("checkpoints 1 of 4\n"), out());
        assertTrue(out().contains("gone.pt: expected a result, got java.nio.file.NoSuchFileException"), out());
        assertTrue(out().contains("text.pt: expected to be read, got " + checkpoints.resolve("text.pt")), out());
        assertTrue(out().contains("plain.safetensors: expected to be refused (no tensor may be read from it)"), out());
    }

    @Test
    void anUnknownFamilyOfAFolderFailsAndOneThatIsAskedForIsWrongUsage() throws IOException {
        Files.copy(folder.resolve("ops.safetensors"), folder.resolve("operas.safetensors"));
        assertEquals(1, conform(folder), earshot.err());
        assertTrue(out().contains("operas.safetensors: expected one of the families [ops, optim,"), out());
        assertEquals(2, conform(folder, "--family", "operas"), out());
        assertTrue(earshot.err().contains("--family: expected one of [ops, optim,"), earshot.err());
        assertEquals(2, conform(), out());
        assertEquals(2, conform(folder, "--device", "abacus"), out());
    }

    @Test
    void whatIsNoFolderOfNumbersFails() throws IOException {
        assertEquals(1, conform(folder.resolve("none"), "--family", "ops"));
        assertTrue(earshot.err().contains("no such folder"), earshot.err());
        Files.writeString(folder.resolve("ops.safetensors"), "no numbers");
        assertEquals(1, conform(folder, "--family", "ops"), earshot.err());
        assertTrue(out().contains("ops: expected to read its cases, got " + folder.resolve("ops.safetensors")), out());
    }
}
