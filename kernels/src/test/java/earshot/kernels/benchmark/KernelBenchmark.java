package earshot.kernels.benchmark;

import earshot.kernels.Backend;
import earshot.kernels.Backends;
import earshot.kernels.IntStorage;
import earshot.kernels.Storage;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What the benchmarks of all families have in common: the CPU's backend on all cores, its operands, milliseconds per call.
///
/// The system property {@code earshot.benchmark.threads} sets another number of threads.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public abstract class KernelBenchmark {
    /// What is measured.
    protected final Backend cpu = Backends.create("cpu",
            Integer.getInteger("earshot.benchmark.threads", Runtime.getRuntime().availableProcessors()));
    private long stream;

    /// An operand of normally distributed numbers, other ones each time.
    protected final Storage normal(int size) {
        Storage storage = cpu.memory().allocate(size);
        cpu.random().normal(size, 0, stream++, 0, 1, storage);
        return storage;
    }

    /// Integers {@code (7 i) mod below}.
    protected final IntStorage scattered(int size, int below) {
        IntStorage storage = cpu.memory().allocateInts(size);
        cpu.memory().write(IntStream.range(0, size).map(i -> (int) (7L * i % below)).toArray(), storage);
        return storage;
    }

    /// The numbers in a word such as {@code 64x32x54}.
    protected static int[] sizes(String word) {
        return Arrays.stream(word.split("x")).mapToInt(Integer::parseInt).toArray();
    }
}
