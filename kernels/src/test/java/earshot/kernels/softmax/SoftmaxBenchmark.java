package earshot.kernels.softmax;

import earshot.kernels.Storage;
import earshot.kernels.benchmark.KernelBenchmark;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// A classifier's logits, and as many rows as the attention of BEATs has.
public class SoftmaxBenchmark extends KernelBenchmark {
    /// {@code rows x classes}.
    @Param({"32x50", "23808x248"})
    public String shape;

    private SoftmaxGeometry g;
    private Storage x;
    private Storage target;
    private Storage p;
    private Storage dx;
    private Storage loss;

    @Setup
    public void prepare() {
        int[] s = sizes(shape);
        g = new SoftmaxGeometry(s[0], s[1]);
        x = normal(s[0] * s[1]);
        target = normal(x.size());
        cpu.softmax().softmax(g, target, target);
        p = normal(x.size());
        dx = normal(x.size());
        loss = normal(s[0]);
    }

    @Benchmark
    public void softmax() {
        cpu.softmax().softmax(g, x, p);
    }

    @Benchmark
    public void softmaxBackward() {
        cpu.softmax().softmaxBackward(g, target, x, dx);
    }

    @Benchmark
    public void crossEntropy() {
        cpu.softmax().crossEntropy(g, x, target, p, loss);
    }

    @Benchmark
    public void crossEntropyBackward() {
        cpu.softmax().crossEntropyBackward(g, p, target, loss, dx);
    }
}
