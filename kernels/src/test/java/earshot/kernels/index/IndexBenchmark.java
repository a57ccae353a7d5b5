package earshot.kernels.index;

import earshot.kernels.IntStorage;
import earshot.kernels.Storage;
import earshot.kernels.benchmark.KernelBenchmark;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/// Copies as the layers make them: a permutation, and embeddings for 8 sequences of BEATs.
public class IndexBenchmark extends KernelBenchmark {
    private static final int BATCH = 8;
    private static final int STEPS = 248;
    private static final int WIDTH = 768;

    /// {@code [B, T, H, D]} to {@code [B, H, T, D]}.
    private final CopyGeometry permutation = new CopyGeometry(new int[]{BATCH, 12, STEPS, 64}, 0,
            new int[]{STEPS * WIDTH, 64, WIDTH, 1}, 0, CopyGeometry.strides(BATCH, 12, STEPS, 64));
    private final IndexGeometry rows = new IndexGeometry(1, 1024, BATCH * STEPS, WIDTH);
    private final IndexGeometry elements = new IndexGeometry(BATCH * STEPS, WIDTH, WIDTH, 1);
    private Storage x;
    private Storage y;
    private Storage table;
    private IntStorage rowNumbers;
    private IntStorage elementNumbers;

    @Setup
    public void prepare() {
        x = normal(BATCH * STEPS * WIDTH);
        y = normal(x.size());
        table = normal(1024 * WIDTH);
        rowNumbers = scattered(BATCH * STEPS, 1024);
        elementNumbers = scattered(x.size(), WIDTH);
    }

    @Benchmark
    public void permute() {
        cpu.index().copy(permutation, x, y);
    }

    @Benchmark
    public void take() {
        cpu.index().take(rows, table, rowNumbers, y);
    }

    @Benchmark
    public void addAt() {
        cpu.index().addAt(rows, y, rowNumbers, table);
    }

    @Benchmark
    public void gather() {
        cpu.index().gather(elements, x, elementNumbers, y);
    }

    @Benchmark
    public void scatterAdd() {
        cpu.index().scatterAdd(elements, y, elementNumbers, x);
    }
}
