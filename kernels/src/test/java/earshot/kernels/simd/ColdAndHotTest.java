package earshot.kernels.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Some operations of the Vector API (sums over lanes, exponentials, logarithms) are free to round differently once they are
/// compiled. A training run would then depend on when the compiler woke up, and two runs would differ.
class ColdAndHotTest {

    @ParameterizedTest
    @ValueSource(ints = {128, 256, 512})
    void compilationChangesNoBits(int vectorBits) throws Exception {
        assumeTrue(vectorBits <= Lanes.FLOATS.vectorBitSize(), "this CPU has no vectors of " + vectorBits + " bits");
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--add-modules",
                "jdk.incubator.vector", "-Dearshot.vector.bits=" + vectorBits, "-cp", System.getProperty("java.class.path"),
                ColdAndHot.class.getName()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String changed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals("", changed);
        assertEquals(0, process.waitFor());
    }
}
