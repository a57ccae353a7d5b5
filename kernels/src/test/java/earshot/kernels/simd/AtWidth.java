package earshot.kernels.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Runs a test program at a vector width of its own. The width is fixed when a JVM starts, so it takes another one.
public final class AtWidth {

    private AtWidth() {
    }

    /// What a program printed, and what the JVM's compilers said of the kernels meanwhile, one line per method and level.
    public record Result(String output, List<String> compilations) {

        /// Compilers give up on methods that are too large or need too many registers, which then run a hundred times slower.
        public List<String> refused() {
            return compilations.stream().filter(line -> line.contains("COMPILE SKIPPED") || line.contains("not compilable"))
                    .toList();
        }

        /// Whether the optimising compiler has done a method, {@code Class::method}.
        public boolean optimised(String method) {
            return compilations.stream().anyMatch(line -> line.matches(".* 4 +earshot\\.kernels\\.\\w+\\." + method + " .*"));
        }
    }

    /// Runs a program at this width; skips the test where the CPU has no such vectors.
    ///
    /// @param program a class with a main method that ends the JVM
    public static Result run(int vectorBits, Class<?> program) throws IOException, InterruptedException {
        assumeTrue(vectorBits <= Lanes.FLOATS.vectorBitSize(), "this CPU has no vectors of " + vectorBits + " bits");
        Path log = Files.createTempFile("earshot-compilations", ".log");
        try {
            Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--add-modules",
                    "jdk.incubator.vector", "-XX:+PrintCompilation", "-XX:+DisplayVMOutputToStderr",
                    "-Dearshot.vector.bits=" + vectorBits, "-cp", System.getProperty("java.class.path"), program.getName())
                    .redirectError(log.toFile()).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = process.waitFor();
            try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
                List<String> said = lines.toList();
                assertEquals(0, exit, () -> output + String.join("\n", said.subList(Math.max(0, said.size() - 20), said.size())));
                return new Result(output, said.stream().filter(line -> line.contains("earshot.kernels.")).toList());
            }
        } finally {
            Files.delete(log);
        }
    }
}
