package earshot.experiments.cli;

import earshot.experiments.ExperimentException;
import earshot.experiments.UsageException;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import picocli.CommandLine.Option;

/// What computes. Results do not depend on the number of threads; another device, or another vector width, rounds differently.
final class ComputeOptions {
    @Option(names = "--device", paramLabel = "D", defaultValue = "auto", description = "auto, cpu or reference (see earshot doctor).")
    private String device;

    @Option(names = "--threads", paramLabel = "N", description = "Threads; all cores unless given. Results do not depend on it.")
    private Integer threads;

    /// Threads asked for.
    int threads() {
        return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    }

    /// Opens the backend asked for.
    Backend backend() {
        int wanted = threads();
        if (wanted < 1) {
            throw new UsageException("--threads: expected at least 1, got " + wanted);
        }
        return backend(device, wanted);
    }

    /// Opens a backend by name.
    ///
    /// @throws UsageException if there is no such name
    /// @throws ExperimentException if it is absent here
    static Backend backend(String device, int threads) {
        try {
            return Backends.create(device, threads);
        } catch (UnsupportedOperationException absent) {
            throw new ExperimentException("--device " + device + ": " + absent.getMessage(), absent);
        } catch (IllegalArgumentException unknown) {
            throw new UsageException("--device: " + unknown.getMessage());
        }
    }
}
