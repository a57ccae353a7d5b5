package earshot.kernels.random;

import earshot.kernels.Storage;
import earshot.kernels.benchmark.KernelBenchmark;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/// A dropout mask for the feed-forward part of the small Transformer, batch 32, and as many numbers of other kinds.
public class RandomBenchmark extends KernelBenchmark {
    private static final int ELEMENTS = 32 * 104 * 1024;

    private Storage y;

    @Setup
    public void prepare() {
        y = normal(ELEMENTS);
    }

    @Benchmark
    public void bernoulli() {
        cpu.random().bernoulli(ELEMENTS, 0, 0, 0.9, 1 / 0.9, y);
    }

    @Benchmark
    public void uniform() {
        cpu.random().uniform(ELEMENTS, 0, 0, 0, 1, y);
    }

    @Benchmark
    public void normalNumbers() {
        cpu.random().normal(ELEMENTS, 0, 0, 0, 1, y);
    }
}
