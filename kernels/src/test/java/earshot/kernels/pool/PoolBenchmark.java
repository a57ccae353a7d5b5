package earshot.kernels.pool;

import earshot.kernels.IntStorage;
import earshot.kernels.Storage;
import earshot.kernels.Window;
import earshot.kernels.benchmark.KernelBenchmark;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/// The maximum pooling behind ResNet-34's stem, batch 32, and an average of the same shape.
public class PoolBenchmark extends KernelBenchmark {
    private final PoolGeometry g = new PoolGeometry(32, 64, 108, 64, Window.square(3, 2, 1));
    private final AverageGeometry average = AverageGeometry.sliding(g, false);
    private Storage x;
    private Storage y;
    private IntStorage at;

    @Setup
    public void prepare() {
        x = normal(g.n() * g.h() * g.w() * g.c());
        y = normal(g.n() * g.outH() * g.outW() * g.c());
        at = cpu.memory().allocateInts(y.size());
        cpu.pool().max(g, x, y, at);
    }

    @Benchmark
    public void max() {
        cpu.pool().max(g, x, y, at);
    }

    @Benchmark
    public void maxBackward() {
        cpu.pool().maxBackward(g, y, at, x);
    }

    @Benchmark
    public void average() {
        cpu.pool().average(average, x, y);
    }

    @Benchmark
    public void averageBackward() {
        cpu.pool().averageBackward(average, y, x);
    }
}
