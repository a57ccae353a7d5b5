package earshot.experiments.cli;

import earshot.engine.check.OpProof;
import earshot.engine.check.OpProofs;
import earshot.engine.check.ProofRun;
import earshot.experiments.ExperimentException;
import earshot.experiments.UsageException;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `earshot gradcheck`: the proof of every op, run here.
@Command(name = "gradcheck", sortOptions = false, description = {
        "Prove the gradient of every op, and that a device gives what the reference gives.",
        "Random shapes, attributes and values; the gradient in double precision against central differences, then result and gradients of the device against the reference. The same seed gives the same figures."})
final class GradCheckCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final List<OpProof> known;

    @Option(names = "--op", paramLabel = "NAME", description = "Only this op, e.g. conv2d; may be repeated.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--device", paramLabel = "D", defaultValue = "auto", description = "auto, cpu, cpu-exact, reference, opencl[:n] or cuda[:n] (see earshot doctor).")
    private String device;

    @Option(names = "--tries", paramLabel = "N", defaultValue = "100", description = "Random cases of each op; ${DEFAULT-VALUE} unless given.")
    private int tries;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "0", description = "Decides all cases; ${DEFAULT-VALUE} unless given.")
    private long seed;

    /// @param known the proofs that can be run
    GradCheckCommand(Terminal terminal, List<OpProof> known) {
        this.terminal = terminal;
        this.known = known;
    }

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        if (tries < 1) {
            throw new UsageException("--tries: expected at least 1, got " + tries);
        }
        List<OpProof> proofs = names.isEmpty() ? known : names.stream().map(this::proof).toList();
        String deviceName = ComputeOptions.backend(device, 1).name();
        long start = System.nanoTime();
        List<String> failed = new ArrayList<>();
        int width = proofs.stream().mapToInt(p -> p.name().length()).max().orElse(0);
        // Ops are independent: every core takes one after the other.
        int cores = Runtime.getRuntime().availableProcessors();
        ThreadLocal<Backend> reference = ThreadLocal.withInitial(() -> Backends.create("reference", 1));
        ThreadLocal<Backend> other = ThreadLocal.withInitial(() -> Backends.create(deviceName, 1));
        try (ExecutorService threads = Executors.newFixedThreadPool(cores, Thread.ofPlatform().daemon().factory())) {
            List<Future<ProofRun>> runs = proofs.stream()
                    .map(p -> threads.submit(() -> ProofRun.of(p, reference.get(), other.get(), tries, seed))).toList();
            for (Future<ProofRun> future : runs) {
                ProofRun run = future.get();
                OpProof p = run.proof();
                row(p.name(), width, "gradient", run.gradient(), OpProof.GRADIENT_TOLERANCE);
                row("", width, deviceName, run.device(), p.floatTolerance());
                if (!run.passed()) {
                    failed.add(p.name());
                }
            }
        }
        if (names.isEmpty()) {
            OpProofs.unproved().forEach(op -> failed.add(op.getSimpleName() + " (no cases are known for it)"));
        }
        terminal.println(String.format(Locale.ROOT, "%d ops, %d tries each, seed %d: %s; %.1f s", proofs.size(), tries, seed,
                failed.isEmpty() ? "all passed" : failed.size() + " failed", (System.nanoTime() - start) / 1e9));
        if (!failed.isEmpty()) {
            throw new ExperimentException("gradcheck: failed: " + String.join(", ", failed)
                    + "; repeat one with --op NAME and the same --seed and --tries");
        }
        return 0;
    }

    /// One kind of error of one op: the largest one, how large it may be, and the input that made it.
    private void row(String op, int width, String kind, ProofRun.Worst worst, double tolerance) {
        boolean passed = worst.error() < tolerance;
        String mark = passed ? terminal.green("ok    ") : terminal.red("FAILED");
        terminal.println(String.format(Locale.ROOT, "%-" + width + "s  %5s  %-9s  %s  %.1e of %.0e  %s", op,
                op.isEmpty() ? "" : tries, kind, mark, worst.error(), tolerance, worst.input()).stripTrailing());
        if (!passed) {
            terminal.println(" ".repeat(width + 9) + worst.where());
        }
    }

    private OpProof proof(String name) {
        return known.stream().filter(p -> p.name().equals(name)).findFirst()
                .orElseThrow(() -> new UsageException("--op: there is no op " + name + "; the nearest names are "
                        + String.join(", ", Nearest.of(name, known.stream().map(OpProof::name).toList()))));
    }
}
