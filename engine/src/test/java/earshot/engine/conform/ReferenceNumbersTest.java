package earshot.engine.conform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import earshot.kernels.Backends;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every op, optimiser and checkpoint against PyTorch, on every device: what `earshot conform` runs, on the copies of the numbers that
/// stand here. How they were made: {@code src/golden/README.md} and {@code src/golden/engine/README.md}.
class ReferenceNumbersTest {
    private static final Path GOLDEN = Path.of(System.getProperty("earshot.root"), "src", "golden");

    @TestFactory
    Stream<DynamicTest> ops() throws IOException {
        return onEveryDevice(Ops.family(), GOLDEN.resolve("engine"), 210);
    }

    @TestFactory
    Stream<DynamicTest> optimisers() throws IOException {
        return onEveryDevice(Optim.family(), GOLDEN.resolve("engine"), 37);
    }

    @TestFactory
    Stream<DynamicTest> checkpoints() throws IOException {
        return cases(new Checkpoints(), GOLDEN, "cpu", 85);
    }

    private static Stream<DynamicTest> onEveryDevice(Family family, Path folder, int count) throws IOException {
        return Stream.concat(cases(family, folder, "reference", count), cases(family, folder, "cpu", count));
    }

    private static Stream<DynamicTest> cases(Family family, Path folder, String device, int count) throws IOException {
        List<Check> checks = family.checks(folder, Backends.create(device, 2));
        assertEquals(count, checks.size());
        return checks.stream().map(check -> dynamicTest(device + " " + check.name(), () -> {
            Outcome outcome = check.run();
            assertTrue(outcome.passed(), outcome::toString);
        }));
    }
}
