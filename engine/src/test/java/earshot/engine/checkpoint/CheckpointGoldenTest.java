package earshot.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import earshot.engine.files.DataType;
import earshot.engine.files.MalformedFileException;
import earshot.engine.files.StoredTensor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Checkpoints that PyTorch and the safetensors library wrote, and broken and hostile ones: everything comes out as the manifest says.
class CheckpointGoldenTest {
    private static final Path FOLDER = Path.of(System.getProperty("earshot.root"), "src", "golden", "checkpoints");
    private static final int FILES = 85;
    private static final Map<String, DataType> TYPES = Map.of("float64", DataType.F64, "float32", DataType.F32, "float16",
            DataType.F16, "bfloat16", DataType.BF16, "int64", DataType.I64, "int32", DataType.I32, "int16", DataType.I16, "int8",
            DataType.I8, "uint8", DataType.U8, "bool", DataType.BOOL);

    private record Row(String file, JsonNode expected) {
        boolean accepts(String outcome) {
            return expected.path("expect").asString().equals(outcome)
                    || expected.path("also_accept").asString("").equals(outcome);
        }

        @Override
        public String toString() {
            return file;
        }
    }

    static List<Row> rows() throws IOException {
        JsonNode manifest = new JsonMapper().readTree(Files.readString(FOLDER.resolve("manifest.json")));
        return manifest.values().stream().map(row -> new Row(row.path("file").asString(), row)).toList();
    }

    @Test
    void everyFileIsListed() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertEquals(FILES, rows().size());
            assertEquals(FILES + 1, files.count());
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void comesOutAsTheManifestSays(Row row) throws IOException {
        Path file = FOLDER.resolve(row.file());
        long classes = ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount();
        try (CheckpointFile checkpoint = CheckpointFile.open(file)) {
            assertTrue(row.accepts("ok"), () -> row + " must be refused: " + row.expected().path("about"));
            if (row.expected().has("tensors")) {
                compareTensors(row.expected().path("tensors"), checkpoint.tensors());
                compareValues(row.expected().path("values"), checkpoint.values());
            }
        } catch (MalformedFileException refused) {
            assertTrue(row.accepts("error"), refused.getMessage());
            assertTrue(refused.getMessage().startsWith(file + ", "), refused.getMessage());
            assertTrue(refused.getMessage().matches("[^\\p{Cntrl}]+offset [0-9]+: [^\\p{Cntrl}]+; [^\\p{Cntrl}]+"),
                    refused.getMessage());
        }
        assertFalse(Files.exists(Path.of("SHOULD_NOT_EXIST")), "nothing of a file is ever run");
    }

    @Test
    void noClassIsLoadedForAFile() throws IOException {
        for (Row row : rows()) {
            if (row.file().startsWith("hostile") || row.file().equals("whole_module.pt")) {
                long fewest = Long.MAX_VALUE;
                for (int attempt = 0; attempt < 5; attempt++) { // other threads may load classes of their own
                    long before = ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount();
                    refuse(FOLDER.resolve(row.file()));
                    fewest = Math.min(fewest, ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount() - before);
                }
                assertEquals(0, fewest, row.file());
            }
        }
    }

    private static void refuse(Path file) throws IOException {
        try (CheckpointFile checkpoint = CheckpointFile.open(file)) {
            fail("read " + checkpoint.tensors());
        } catch (MalformedFileException refused) {
            assertFalse(Files.exists(Path.of("SHOULD_NOT_EXIST")), refused.getMessage());
        }
    }

    @Test
    void namespacesAreReadAsTheirAttributes() throws IOException {
        try (CheckpointFile checkpoint = CheckpointFile.open(FOLDER.resolve("namespace_cfg.pt"))) {
            assertEquals(Map.of("cfg/lr", 0.001), checkpoint.values());
            assertEquals(List.of("model/a", "model/b"), List.copyOf(checkpoint.tensors().keySet()));
        }
    }

    @Test
    void wholeModulesAreRefusedWithTheRemedy() throws IOException {
        try (CheckpointFile checkpoint = CheckpointFile.open(FOLDER.resolve("whole_module.pt"))) {
            fail("read " + checkpoint.tensors());
        } catch (MalformedFileException refused) {
            assertEquals(FOLDER.resolve("whole_module.pt") + ", entry archive/data.pkl, offset 34: the file needs "
                    + "torch.nn.modules.linear.Linear: more than tensors and plain values; nothing of it was run; save the tensors "
                    + "alone: torch.save(model.state_dict(), file)", refused.getMessage());
        }
    }

    private static void compareTensors(JsonNode expected, Map<String, StoredTensor> tensors) {
        assertEquals(new TreeSet<>(expected.propertyNames()), new TreeSet<>(tensors.keySet()));
        expected.properties().forEach(e -> {
            StoredTensor tensor = tensors.get(e.getKey());
            JsonNode row = e.getValue();
            assertEquals(TYPES.get(row.path("dtype").asString()), tensor.type(), e.getKey());
            assertEquals(row.path("shape").values().stream().map(JsonNode::asInt).toList(),
                    Arrays.stream(tensor.shape().sizes()).boxed().toList(), e.getKey());
            double sum = row.path("sum").asDouble();
            assertEquals(sum, tensor.sum(), 1e-9 * Math.abs(sum) + 1e-12, e.getKey());
            List<Number> head = tensor.head(4);
            List<JsonNode> numbers = List.copyOf(row.path("head").values());
            assertEquals(numbers.size(), head.size(), e.getKey());
            for (int i = 0; i < head.size(); i++) {
                if (tensor.type().integer()) {
                    assertEquals(numbers.get(i).asLong(), head.get(i), e.getKey());
                    assertEquals(numbers.get(i).asLong(), tensor.longs()[i], e.getKey());
                } else {
                    assertEquals(numbers.get(i).asDouble(), head.get(i).doubleValue(), e.getKey());
                    assertEquals(numbers.get(i).asDouble(), tensor.doubles()[i], e.getKey());
                    assertEquals((float) numbers.get(i).asDouble(), tensor.floats()[i], e.getKey());
                }
            }
            assertEquals(sum, Arrays.stream(tensor.doubles()).sum(), 1e-9 * Math.abs(sum) + 1e-9, e.getKey());
        });
    }

    private static void compareValues(JsonNode expected, Map<String, Object> values) {
        assertEquals(new TreeSet<>(expected.propertyNames()), new TreeSet<>(values.keySet()));
        expected.properties().forEach(e -> {
            JsonNode node = e.getValue();
            Object value = values.get(e.getKey());
            Object plain = switch (node.getNodeType()) {
                case NULL -> null;
                case BOOLEAN -> node.booleanValue();
                case STRING -> node.stringValue();
                case OBJECT -> Map.of();
                case ARRAY -> List.of();
                case NUMBER -> !node.isIntegralNumber()
                        ? (Object) node.doubleValue()
                        : node.canConvertToLong() ? (Object) node.longValue() : new BigInteger(node.asString());
                case BINARY, MISSING, POJO -> throw new AssertionError(node);
            };
            assertEquals(plain, value, e.getKey());
        });
    }
}
