package earshot.kernels.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Runs a test program at a vector width of its own. The width is fixed when a JVM starts, so it takes another one.
public final class AtWidth {

    private AtWidth() {
    }

    /// What a program prints at this width; skips the test where the CPU has no such vectors.
    ///
    /// @param program a class with a main method that ends the JVM
    public static String output(int vectorBits, Class<?> program) throws IOException, InterruptedException {
        assumeTrue(vectorBits <= Lanes.FLOATS.vectorBitSize(), "this CPU has no vectors of " + vectorBits + " bits");
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--add-modules",
                "jdk.incubator.vector", "-Dearshot.vector.bits=" + vectorBits, "-cp", System.getProperty("java.class.path"),
                program.getName()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }
}
