package earshot.kernels.attention;

import earshot.kernels.Storage;
import earshot.kernels.benchmark.KernelBenchmark;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// Self-attention of BEATs for 8 clips, and of the small Transformer for 32.
public class AttentionBenchmark extends KernelBenchmark {
    /// {@code batch x heads x steps x elements of a head}.
    @Param({"8x12x248x64", "32x8x104x32"})
    public String shape;

    private AttentionGeometry g;
    private AttentionInputs in;
    private Storage y;
    private Storage normalizer;
    private Storage dy;
    private Storage dq;
    private Storage dk;
    private Storage dv;

    @Setup
    public void prepare() {
        int[] s = sizes(shape);
        int size = s[0] * s[1] * s[2] * s[3];
        HeadRows rows = HeadRows.sideBySide(s[1], s[2], s[3]);
        g = new AttentionGeometry(s[0], s[1], s[2], s[2], s[3], rows, rows, rows, rows, 1, 1, 1 / Math.sqrt(s[3]),
                AttentionDropout.NONE);
        in = new AttentionInputs(normal(size), normal(size), normal(size), null, null);
        y = normal(size);
        normalizer = normal(2 * s[0] * s[1] * s[2]);
        dy = normal(size);
        dq = normal(size);
        dk = normal(size);
        dv = normal(size);
        cpu.attention().forward(g, in, y, normalizer);
    }

    @Benchmark
    public void forward() {
        cpu.attention().forward(g, in, y, normalizer);
    }

    @Benchmark
    public void backward() {
        cpu.attention().backward(g, in, y, normalizer, dy, dq, dk, dv, null);
    }
}
