package earshot.experiments.conform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import earshot.engine.conform.Check;
import earshot.engine.conform.Family;
import earshot.engine.conform.Outcome;
import earshot.kernels.Backends;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Whole networks against torchvision, PyTorch and Microsoft's BEATs on every device, and sound files: what `earshot conform` runs, on the copies of the
/// numbers that stand here. How they were made: {@code src/golden/README.md} and {@code src/golden/engine/README.md}.
class ReferenceNumbersTest {
    private static final Path GOLDEN = Path.of(System.getProperty("earshot.root"), "src", "golden");

    @TestFactory
    Stream<DynamicTest> networks() throws IOException {
        return onEveryDevice(Models.family(), 6);
    }

    @TestFactory
    Stream<DynamicTest> beats() throws IOException {
        return onEveryDevice(BeatsStages.family(), 10);
    }

    @TestFactory
    Stream<DynamicTest> tenStepsOfTraining() throws IOException {
        return onEveryDevice(Trajectories.family(), 1);
    }

    @TestFactory
    Stream<DynamicTest> soundFiles() throws IOException {
        return tests("", new SoundFiles().checks(GOLDEN.resolve("audio"), Backends.create("cpu", 1)), 66);
    }

    /// But for whole recordings, which are not part of this repository.
    @TestFactory
    Stream<DynamicTest> spectra() throws IOException {
        List<Check> checks = Audio.family().checks(GOLDEN.resolve("audio"), Backends.create("cpu", 1));
        List<Check> here = checks.stream().filter(check -> !check.name().startsWith("decoded_")).toList();
        return tests("", here, checks.size() - 3);
    }

    private static Stream<DynamicTest> onEveryDevice(Family family, int count) throws IOException {
        Path folder = GOLDEN.resolve("engine");
        return Stream.concat(tests("reference ", family.checks(folder, Backends.create("reference", 2)), count),
                tests("cpu ", family.checks(folder, Backends.create("cpu", 2)), count));
    }

    private static Stream<DynamicTest> tests(String prefix, List<Check> checks, int count) {
        assertEquals(count, checks.size());
        return checks.stream().map(check -> dynamicTest(prefix + check.name(), () -> {
            Outcome outcome = check.run();
            assertTrue(outcome.passed(), outcome::toString);
        }));
    }
}
