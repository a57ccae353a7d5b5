package earshot.kernels.matmul;

import earshot.kernels.Storage;
import earshot.kernels.benchmark.KernelBenchmark;
import earshot.kernels.elementwise.Epilogue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// Products {@code m x n x k}: a square one, those of BEATs for 8 clips, and a classifier's head.
public class MatmulBenchmark extends KernelBenchmark {
    /// {@code m x n x k}.
    @Param({"1024x1024x1024", "1984x768x768", "1984x3072x768", "1984x768x3072", "32x50x512"})
    public String shape;

    private MatmulGeometry plain;
    private MatmulGeometry linear;
    private Storage a;
    private Storage b;
    private Storage y;

    @Setup
    public void prepare() {
        int[] s = sizes(shape);
        plain = new MatmulGeometry(1, s[0], s[1], s[2], false, false);
        linear = new MatmulGeometry(1, s[0], s[1], s[2], false, true);
        a = normal(s[0] * s[2]);
        b = normal(s[2] * s[1]);
        y = normal(s[0] * s[1]);
    }

    @Benchmark
    public void plain() {
        cpu.matmul().matmul(plain, a, b, Epilogue.NONE, y);
    }

    /// As a linear layer multiplies: the weight's rows are outputs.
    @Benchmark
    public void linear() {
        cpu.matmul().matmul(linear, a, b, Epilogue.NONE, y);
    }
}
