package earshot.experiments.runs;

import earshot.kernels.simd.Lanes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Where a run takes place.
///
/// @param started    when, in UTC
/// @param jdk        version of the Java machine
/// @param jdkVendor  who built it
/// @param os         operating system and version
/// @param processor  model of the processor; its architecture where the model is not known
/// @param cores      processors available to the Java machine
/// @param device     name of the backend that computes; null where nothing is computed
/// @param vectorBits width of the vectors in use
/// @param heapMiB    most memory that the Java machine will use for objects
/// @param revision   git revision of the program, followed by `+` if files were changed since; null if unknown
public record Environment(String started, String jdk, String jdkVendor, String os, String processor, int cores, String device,
        int vectorBits, long heapMiB, String revision) {

    /// Looks around.
    ///
    /// @param device name of the backend in use; null if there is none
    public static Environment current(String device) {
        return new Environment(Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                System.getProperty("java.runtime.version"),
                System.getProperty("java.vendor"), System.getProperty("os.name") + " " + System.getProperty("os.version"),
                model(),
                Runtime.getRuntime().availableProcessors(), device, Lanes.FLOATS.vectorBitSize(),
                Runtime.getRuntime().maxMemory() >> 20,
                git());
    }

    /// What decides the last digits of sums, in words.
    public String rounding() {
        return device + " with vectors of " + vectorBits + " bits";
    }

    private static String model() {
        String architecture = System.getProperty("os.arch");
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name")).map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(architecture);
        } catch (IOException notLinux) {
            String model = output("sysctl", "-n", "machdep.cpu.brand_string");
            return model == null || model.isEmpty() ? architecture : model;
        }
    }

    private static String git() {
        String home = System.getProperty("earshot.home");
        if (home == null || !Files.exists(Path.of(home, ".git"))) {
            return null;
        }
        String revision = output("git", "-C", home, "rev-parse", "--short=12", "HEAD");
        String changes = output("git", "-C", home, "status", "--porcelain", "--untracked-files=no");
        return revision == null ? null : revision + (changes == null || changes.isEmpty() ? "" : "+");
    }

    /// What a small program prints; null if it is not there or fails.
    private static String output(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes()).strip();
            return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0 ? text : null;
        } catch (IOException absent) {
            return null;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
