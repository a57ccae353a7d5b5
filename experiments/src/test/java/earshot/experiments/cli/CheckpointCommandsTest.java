package earshot.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.engine.Shape;
import earshot.engine.checkpoint.CheckpointFile;
import earshot.engine.files.DataType;
import earshot.engine.files.StoredTensor;
import earshot.engine.files.TensorData;
import earshot.engine.numpy.Npy;
import earshot.experiments.files.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `earshot inspect` and `earshot convert`.
class CheckpointCommandsTest {
    private static final Path GOLDEN = Path.of(System.getProperty("earshot.root"), "src", "golden", "checkpoints");

    @TempDir
    private Path folder;

    private final Earshot earshot = new Earshot();

    @Test
    void inspectShowsTensorsValuesAndMetadata() {
        Path file = GOLDEN.resolve("nested.pt");
        assertEquals(0, earshot.run("inspect", file), earshot.err());
        assertEquals(file + "  PyTorch, 2905 bytes, 5 tensors with 13 elements", earshot.out().lines().findFirst().orElseThrow());
        assertTrue(earshot.out().contains("model/a/w                   F32  [2,3]   -2.03867886\n"), earshot.out());
        assertTrue(earshot.out().contains("  name = \"été ☂\"\n"), earshot.out());
        assertTrue(earshot.out().contains("  optimizer/param_groups/0/betas/1 = 0.999\n"), earshot.out());
        assertEquals(0, earshot.run("inspect", GOLDEN.resolve("dtypes.safetensors")), earshot.err());
        assertTrue(earshot.out().contains("metadata\n  format = \"pt\"\n  note = \"é\"\n"), earshot.out());
    }

    @Test
    void inspectAsJson() throws IOException {
        assertEquals(0, earshot.run("inspect", "--json", GOLDEN.resolve("dtypes_legacy.pt")), earshot.err());
        JsonNode answer = Json.read(Files.writeString(folder.resolve("answer.json"), earshot.out()), JsonNode.class);
        assertEquals("PyTorch, format before 1.6", answer.path("format").asString());
        JsonNode first = answer.path("tensors").get(0);
        assertEquals("float64", first.path("name").asString());
        assertEquals("F64", first.path("dtype").asString());
        assertEquals(List.of(3, 2), first.path("shape").values().stream().map(JsonNode::asInt).toList());
        assertEquals(1.62506345808506, first.path("sum").asDouble(), 1e-12);
    }

    @Test
    void whatCannotBeReadIsRefusedInOneLine() {
        Path file = GOLDEN.resolve("hostile_os_system.pt");
        for (String command : List.of("inspect", "convert")) {
            Object[] words = command.equals("inspect")
                    ? new Object[]{command, file}
                    : new Object[]{command, file, folder.resolve("x")};
            assertEquals(1, earshot.run(words));
            assertEquals("earshot: " + file
                    + ", entry archive/data.pkl, offset 31: the file needs posix.system: more than tensors "
                    + "and plain values; nothing of it was run; save the tensors alone: torch.save(model.state_dict(), file)",
                    earshot.err().strip());
            assertEquals("", earshot.out());
        }
        assertFalse(Files.exists(folder.resolve("x")));
        assertEquals(1, earshot.run("inspect", folder.resolve("none.pt")));
        assertTrue(earshot.err().strip().endsWith("none.pt: no such file or folder; check the path"), earshot.err());
    }

    @Test
    void convertKeepsEverything() throws IOException {
        Path to = folder.resolve("beats.safetensors");
        assertEquals(0, earshot.run("convert", GOLDEN.resolve("beats_tiny_half.pt"), to, "--rename", "^model/=", "--rename",
                "layers\\.(\\d+)=blocks.$1"), earshot.err());
        assertTrue(earshot.out().contains("52 renamed; 25 plain values are kept in its metadata (values)"), earshot.out());
        try (CheckpointFile before = CheckpointFile.open(GOLDEN.resolve("beats_tiny_half.pt"));
                CheckpointFile after = CheckpointFile.open(to)) {
            assertEquals(before.tensors().size(), after.tensors().size());
            before.tensors().forEach((path, tensor) -> {
                StoredTensor same = after.tensors().get(path.replace("model/", "").replace("layers.", "blocks."));
                assertEquals(tensor.toString(), same.toString(), path);
                assertArrayEquals(tensor.floats(), same.floats(), path);
            });
            JsonNode values = Json.parse("values", after.metadata().get("values"), JsonNode.class);
            assertEquals(16, values.path("cfg/embed_dim").asInt());
        }
        byte[] once = Files.readAllBytes(to);
        assertEquals(0, earshot.run("convert", GOLDEN.resolve("beats_tiny_half.pt"), to, "--rename", "^model/=", "--rename",
                "layers\\.(\\d+)=blocks.$1"), earshot.err());
        assertArrayEquals(once, Files.readAllBytes(to), "the same file gives the same bytes");
    }

    @Test
    void convertKeepsTypesAndMetadata() throws IOException {
        for (String name : List.of("dtypes.pt", "dtypes.safetensors", "views.pt", "big_endian.pt", "bare_tensor.pt")) {
            Path to = folder.resolve(name + ".safetensors");
            assertEquals(0, earshot.run("convert", GOLDEN.resolve(name), to), earshot.err());
            try (CheckpointFile before = CheckpointFile.open(GOLDEN.resolve(name));
                    CheckpointFile after = CheckpointFile.open(to)) {
                Map<String, String> expected = new TreeMap<>();
                before.tensors().forEach((k, t) -> expected.put(k.isEmpty() ? "tensor" : k, t + " " + t.sum() + t.head(100)));
                Map<String, String> got = new TreeMap<>();
                after.tensors().forEach((k, t) -> got.put(k, t + " " + t.sum() + t.head(100)));
                assertEquals(expected, got);
                assertEquals(before.metadata(), after.metadata());
            }
        }
    }

    @Test
    void namesThatCollideAreRefused() throws IOException {
        Path to = folder.resolve("x.safetensors");
        assertEquals(1, earshot.run("convert", GOLDEN.resolve("state_dict.pt"), to, "--rename", ".*\\.(weight|bias)$=same"));
        assertEquals("earshot: " + GOLDEN.resolve("state_dict.pt")
                + ": two tensors get the name same: conv1.weight and fc.bias; write rules that keep them apart",
                earshot.err().strip());
        assertFalse(Files.exists(to));
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(0, left.count(), "nothing is left behind");
        }
    }

    @Test
    void numpyArraysAreConverted() throws IOException {
        Path array = folder.resolve("a.npy");
        Npy.write(array, StoredTensor.of(TensorData.of(Shape.of(2, 2), 1L, 2L, 3L, 4L)), true);
        assertEquals(0, earshot.run("convert", array, folder.resolve("a.safetensors")), earshot.err());
        try (CheckpointFile file = CheckpointFile.open(folder.resolve("a.safetensors"))) {
            assertEquals(DataType.I64, file.tensors().get("tensor").type());
            assertArrayEquals(new long[]{1, 2, 3, 4}, file.tensors().get("tensor").longs());
        }
    }
}
