package earshot.kernels.norm;

import earshot.kernels.Storage;
import earshot.kernels.benchmark.KernelBenchmark;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// Batch norms of ResNet-34, batch 32, and the layer norms of BEATs for as many rows.
public class NormBenchmark extends KernelBenchmark {
    /// {@code rows x channels}: behind the stem, in the first and the last stage, and of 8 sequences of BEATs.
    @Param({"221184x64", "55296x64", "896x512", "1984x768"})
    public String shape;

    private BatchNormGeometry batch;
    private GroupNormGeometry layer;
    private Storage x;
    private Storage y;
    private Storage dx;
    private Storage mean;
    private Storage var;
    private Storage w;
    private Storage b;
    private Storage dw;
    private Storage db;

    @Setup
    public void prepare() {
        int[] s = sizes(shape);
        batch = new BatchNormGeometry(s[0], s[1], 1e-5);
        layer = GroupNormGeometry.layer(s[0], s[1], 1e-5);
        x = normal(s[0] * s[1]);
        y = normal(x.size());
        dx = normal(x.size());
        mean = normal(s[1]);
        var = normal(s[1]);
        w = normal(s[1]);
        b = normal(s[1]);
        dw = normal(s[1]);
        db = normal(s[1]);
        cpu.norm().statistics(batch, x, mean, var);
    }

    @Benchmark
    public void statistics() {
        cpu.norm().statistics(batch, x, mean, var);
    }

    @Benchmark
    public void normalize() {
        cpu.norm().normalize(batch, x, mean, var, w, b, null, y);
    }

    @Benchmark
    public void backward() {
        cpu.norm().backward(batch, x, mean, var, w, b, y, dx, dw, db);
    }

    @Benchmark
    public void layerNorm() {
        cpu.norm().groupNorm(layer, x, w, b, y);
    }

    @Benchmark
    public void layerNormBackward() {
        cpu.norm().groupNormBackward(layer, x, w, y, dx, dw, db);
    }
}
