package earshot.experiments.cli;

import earshot.experiments.ExperimentException;
import earshot.experiments.UsageException;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import picocli.CommandLine.Option;

/// What computes. Results do not depend on the number of threads; another device, or another vector width, rounds differently.
final class ComputeOptions {
    private static final int MOST_THREADS = 1024;

    @Option(names = "--device", paramLabel = "D", defaultValue = "auto", description = "auto, cpu or reference (see earshot doctor).")
    private String device;

    @Option(names = "--threads", paramLabel = "N", description = "Threads; all cores unless given. Results do not depend on it.")
    private Integer threads;

    /// Threads that may work, for reading clips as for computing.
    int threads() {
        int wanted = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        if (wanted < 1 || wanted > MOST_THREADS) {
            throw new UsageException("--threads: expected 1 to " + MOST_THREADS + ", got " + wanted);
        }
        return wanted;
    }

    /// Opens the backend asked for.
    Backend backend() {
        return backend(device, threads());
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
