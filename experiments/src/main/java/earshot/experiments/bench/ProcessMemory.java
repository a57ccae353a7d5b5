package earshot.experiments.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// What the system says of this process's memory.
final class ProcessMemory {

    private ProcessMemory() {
    }

    /// The most bytes that were resident so far; 0 where the system does not tell (it is Linux that does).
    static long peakBytes() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:")).findFirst()
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10).orElse(0L);
        } catch (IOException notLinux) {
            return 0;
        }
    }
}
