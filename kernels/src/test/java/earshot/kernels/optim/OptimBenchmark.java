package earshot.kernels.optim;

import earshot.kernels.Storage;
import earshot.kernels.benchmark.KernelBenchmark;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/// Steps over as many parameters as ResNet-34 has.
public class OptimBenchmark extends KernelBenchmark {
    private static final int PARAMETERS = 21_300_000;

    private final AdamWStep adamW = new AdamWStep(1e-3, 0.9, 0.999, 1e-8, 0.01, 1);
    private final SgdStep sgd = new SgdStep(1e-3, 0.9, 0, 1e-4, false);
    private Storage w;
    private Storage dw;
    private Storage m;
    private Storage v;

    @Setup
    public void prepare() {
        w = normal(PARAMETERS);
        dw = normal(PARAMETERS);
        m = normal(PARAMETERS);
        v = normal(PARAMETERS);
        // No second moment is negative.
        cpu.elementwise().fill(PARAMETERS, 1, v);
    }

    @Benchmark
    public void adamW() {
        cpu.optim().adamW(List.of(new AdamWUpdate(adamW, w, dw, m, v)));
    }

    @Benchmark
    public void sgd() {
        cpu.optim().sgd(List.of(new SgdUpdate(sgd, w, dw, m)));
    }

    @Benchmark
    public void average() {
        cpu.optim().average(0.999, List.of(new AverageUpdate(w, m)));
    }

    @Benchmark
    public double sumOfSquares() {
        return cpu.optim().sumOfSquares(List.of(dw));
    }
}
