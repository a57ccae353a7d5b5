package earshot.experiments.cli;

import earshot.experiments.ExperimentException;
import earshot.experiments.UsageException;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import java.util.List;
import picocli.CommandLine.Option;

/// What computes. Results do not depend on the number of threads; another device, or another vector width, rounds differently.
final class ComputeOptions {
    private static final int MOST_THREADS = 1024;

    @Option(names = "--device", paramLabel = "D", defaultValue = "auto", description = "auto, cpu, cpu-exact, reference, opencl[:n] or cuda[:n] (see earshot doctor).")
    private String device;

    @Option(names = "--exact-conv", description = "Convolutions on the CPU as plain sums instead of Winograd's method: --device cpu-exact.")
    private boolean exactConv;

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
        if (!exactConv) {
            return backend(device, threads());
        }
        if (!List.of("auto", "cpu", "cpu-exact").contains(device)) {
            throw new UsageException(
                    "--exact-conv: there is a choice on the CPU only, got --device " + device + "; leave one of them out");
        }
        return backend("cpu-exact", threads());
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
