package earshot.kernels.reduce;

import earshot.kernels.IntStorage;
import earshot.kernels.Storage;
import earshot.kernels.benchmark.KernelBenchmark;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// Sums over pixels (global average pooling) and over rows (a bias's gradient), maxima over classes.
public class ReduceBenchmark extends KernelBenchmark {
    /// {@code outer x count x inner}.
    @Param({"32x28x512", "1x1984x3072", "32x50x1"})
    public String shape;

    private Reduction g;
    private Storage x;
    private Storage y;
    private IntStorage at;

    @Setup
    public void prepare() {
        int[] s = sizes(shape);
        g = new Reduction(s[0], s[1], s[2]);
        x = normal(s[0] * s[1] * s[2]);
        y = normal(s[0] * s[2]);
        at = scattered(s[0] * s[2], 1);
    }

    @Benchmark
    public void sum() {
        cpu.reduce().sum(g, 1, x, y);
    }

    @Benchmark
    public void expand() {
        cpu.reduce().expand(g, 1, y, x);
    }

    @Benchmark
    public void max() {
        cpu.reduce().max(g, x, y, at);
    }
}
