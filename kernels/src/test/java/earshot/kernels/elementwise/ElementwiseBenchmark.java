package earshot.kernels.elementwise;

import earshot.kernels.Storage;
import earshot.kernels.benchmark.KernelBenchmark;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// Activations and sums at the size of ResNet-34's first stage, batch 32, and of a feed-forward layer of BEATs.
public class ElementwiseBenchmark extends KernelBenchmark {
    @Param({"RELU", "SILU", "GELU", "SIGMOID", "TANH"})
    public UnaryFunction function;

    /// Elements: {@code 32·32·54·64} and {@code 8·248·3072}.
    @Param({"3538944", "6094848"})
    public int elements;

    private Broadcast same;
    private Broadcast bias;
    private Storage x;
    private Storage y;
    private Storage b;
    private Storage z;

    @Setup
    public void prepare() {
        same = Broadcast.of(new int[]{elements}, new int[]{elements});
        bias = Broadcast.of(new int[]{elements / 64, 64}, new int[]{64});
        x = normal(elements);
        y = normal(elements);
        b = normal(64);
        z = normal(elements);
    }

    @Benchmark
    public void unary() {
        cpu.elementwise().unary(function, elements, x, z);
    }

    @Benchmark
    public void unaryBackward() {
        cpu.elementwise().unaryBackward(function, elements, x, y, y, z);
    }

    @Benchmark
    public void add() {
        cpu.elementwise().binary(BinaryFunction.ADD, same, x, y, z);
    }

    @Benchmark
    public void addBias() {
        cpu.elementwise().binary(BinaryFunction.ADD, bias, x, b, z);
    }
}
