package earshot.engine.conform;

import earshot.engine.Shape;
import earshot.engine.checkpoint.CheckpointFile;
import earshot.engine.files.DataType;
import earshot.engine.files.MalformedFileException;
import earshot.engine.files.StoredTensor;
import earshot.kernels.Backend;
import java.io.IOException;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// The family {@code checkpoints}: files of tensors that others wrote, broken ones and hostile ones. Everything comes out as the rows of
/// {@code checkpoints/manifest.json} say, within 5 s; what must be refused is refused in a line that names the file, and nothing of a
/// file is run: no class is loaded for it, and the file that hostile ones would make is not there afterwards.
public record Checkpoints() implements Family {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final String HOSTILE = "SHOULD_NOT_EXIST";
    private static final double SUM = 1e-9;
    private static final int ATTEMPTS = 5;
    private static final Map<String, DataType> TYPES = Map.of("float64", DataType.F64, "float32", DataType.F32, "float16",
            DataType.F16, "bfloat16", DataType.BF16, "int64", DataType.I64, "int32", DataType.I32, "int16", DataType.I16, "int8",
            DataType.I8, "uint8", DataType.U8, "bool", DataType.BOOL);

    @Override
    public String name() {
        return "checkpoints";
    }

    @Override
    public List<Check> checks(Path folder, Backend backend) throws IOException {
        List<Check> checks = new ArrayList<>();
        for (Manifest.Row row : Manifest.read(folder.resolve("checkpoints").resolve("manifest.json"))) {
            checks.add(new Check(row.file(), LIMIT, comparison -> check(row, comparison)));
        }
        return checks;
    }

    private static void check(Manifest.Row row, Comparison comparison) throws IOException {
        long loaded = row.refusedOnly() ? leastClassesLoaded(row.path()) : 0;
        try (CheckpointFile file = CheckpointFile.open(row.path())) {
            if (!row.accepts("ok")) {
                comparison.fail("expected to be refused (" + row.expected().path("about").asString() + "), got tensors "
                        + file.tensors().keySet());
            } else if (row.expected().has("tensors")) {
                tensors(row.expected().path("tensors"), file.tensors(), comparison);
                values(row.expected().path("values"), file.values(), comparison);
            } else if (row.expected().has("if_ok_same_as")) {
                comparison.same("tensors", new TreeSet<>(Arrays.asList(
                        row.expected().path("if_ok_same_as").asString().split(",\\s*"))), new TreeSet<>(file.tensors().keySet()));
            } else {
                file.tensors().values().forEach(StoredTensor::sum);
                comparison.holds();
            }
        } catch (MalformedFileException refused) {
            row.refused(refused, comparison);
        }
        if (loaded > 0) {
            comparison.fail("expected no class to be loaded for the file, got " + loaded);
        }
        for (Path trace : List.of(Path.of(HOSTILE), row.path().resolveSibling(HOSTILE))) {
            if (Files.exists(trace)) {
                comparison.fail("expected that nothing of the file is run, got " + trace.toAbsolutePath());
            }
        }
    }

    /// Other threads may load classes of their own, and a first attempt those of this program.
    private static long leastClassesLoaded(Path file) throws IOException {
        ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
        long fewest = Long.MAX_VALUE;
        for (int attempt = 0; attempt < ATTEMPTS && fewest > 0; attempt++) {
            long before = classes.getTotalLoadedClassCount();
            try {
                CheckpointFile.open(file).close();
            } catch (MalformedFileException e) {
                // what it should be; the caller judges it
            }
            fewest = Math.min(fewest, classes.getTotalLoadedClassCount() - before);
        }
        return fewest;
    }

    private static void tensors(JsonNode expected, Map<String, StoredTensor> got, Comparison comparison) {
        comparison.same("tensors", new TreeSet<>(expected.propertyNames()), new TreeSet<>(got.keySet()));
        for (Map.Entry<String, JsonNode> e : expected.properties()) {
            StoredTensor tensor = got.get(e.getKey());
            if (tensor != null) {
                tensor(e.getKey(), e.getValue(), tensor, comparison);
            }
        }
    }

    private static void tensor(String name, JsonNode row, StoredTensor tensor, Comparison comparison) {
        String type = row.path("dtype").asString();
        comparison.same(name + " dtype", TYPES.get(type), tensor.type());
        Shape shape = Shape.of(row.path("shape").valueStream().mapToInt(JsonNode::asInt).toArray());
        comparison.same(name + " shape", shape, tensor.shape());
        double sum = row.path("sum").asDouble();
        comparison.near(name + " sum", sum, tensor.sum(), SUM * Math.abs(sum) + 1e-12);
        comparison.near(name + " sum of values", sum, Arrays.stream(tensor.doubles()).sum(), SUM * Math.abs(sum) + SUM);
        List<JsonNode> head = row.path("head").valueStream().toList();
        boolean integer = tensor.type().integer();
        comparison.same(name + " head", head.stream().<Number>map(n -> integer ? (Number) n.asLong() : (Number) n.asDouble())
                .toList(), tensor.head(head.size()));
        for (int i = 0; i < Math.min(head.size(), tensor.shape().count()); i++) {
            if (integer) {
                comparison.same(name + " value " + i, head.get(i).asLong(), tensor.longs()[i]);
            } else {
                comparison.same(name + " value " + i, head.get(i).asDouble(), tensor.doubles()[i]);
                comparison.same(name + " float " + i, (float) head.get(i).asDouble(), tensor.floats()[i]);
            }
        }
    }

    private static void values(JsonNode expected, Map<String, Object> got, Comparison comparison) {
        comparison.same("values", new TreeSet<>(expected.propertyNames()), new TreeSet<>(got.keySet()));
        for (Map.Entry<String, JsonNode> e : expected.properties()) {
            comparison.same("value " + e.getKey(), plain(e.getValue()), got.get(e.getKey()));
        }
    }

    private static Object plain(JsonNode node) {
        return switch (node.getNodeType()) {
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
    }
}
