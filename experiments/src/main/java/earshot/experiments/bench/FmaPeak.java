package earshot.experiments.bench;

import earshot.kernels.simd.Lanes;
import earshot.kernels.simd.Workers;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The most arithmetic that the machine does: fused multiply-adds on registers alone, all threads at once.
///
/// Ten chains that do not wait for each other: two units with a latency of four or five cycles need eight to ten of them. Twelve, with the
/// two constants, left C2 too few of AVX2's sixteen registers: 117 GFLOP/s of one thread instead of 130.
final class FmaPeak {
    private static final int CHAINS = 10;
    /// A quarter of a millisecond at 260 GFLOP/s a thread: short enough to fall between the turns of other programs.
    private static final int STEPS = 200_000;
    private static final double SECONDS = 1.5;
    /// At least: before the loop is compiled, one burst can take longer than all others together.
    private static final int ROUNDS = 200;

    private final Workers workers;
    private final float[] results;
    private final long[] from;
    private final long[] to;

    FmaPeak(Workers workers) {
        this.workers = workers;
        this.results = new float[workers.threads()];
        this.from = new long[workers.threads()];
        this.to = new long[workers.threads()];
    }

    /// Operations per second, a multiply-add counted as two: the best of many rounds.
    double measure() {
        double best = 0;
        long begun = System.nanoTime();
        for (int round = 0; round < ROUNDS || System.nanoTime() - begun < SECONDS * 1e9; round++) {
            var arrived = new AtomicInteger();
            workers.run(workers.threads(), i -> round(i, arrived));
            double seconds = (Arrays.stream(to).max().orElseThrow() - Arrays.stream(from).min().orElseThrow()) / 1e9;
            best = Math.max(best, 2.0 * CHAINS * Lanes.COUNT * STEPS * workers.threads() / seconds);
        }
        return best;
    }

    /// A thread's part, begun when all are there: otherwise the first to come would take the part of one that still sleeps.
    private void round(int thread, AtomicInteger arrived) {
        arrived.incrementAndGet();
        while (arrived.get() < workers.threads()) {
            Thread.onSpinWait();
        }
        from[thread] = System.nanoTime();
        results[thread] = burst(STEPS);
        to[thread] = System.nanoTime();
    }

    private static float burst(int steps) {
        FloatVector scale = FloatVector.broadcast(Lanes.FLOATS, 0.5f);
        FloatVector shift = FloatVector.broadcast(Lanes.FLOATS, 1);
        FloatVector c0 = shift;
        FloatVector c1 = shift;
        FloatVector c2 = shift;
        FloatVector c3 = shift;
        FloatVector c4 = shift;
        FloatVector c5 = shift;
        FloatVector c6 = shift;
        FloatVector c7 = shift;
        FloatVector c8 = shift;
        FloatVector c9 = shift;
        for (int i = 0; i < steps; i++) {
            c0 = c0.fma(scale, shift);
            c1 = c1.fma(scale, shift);
            c2 = c2.fma(scale, shift);
            c3 = c3.fma(scale, shift);
            c4 = c4.fma(scale, shift);
            c5 = c5.fma(scale, shift);
            c6 = c6.fma(scale, shift);
            c7 = c7.fma(scale, shift);
            c8 = c8.fma(scale, shift);
            c9 = c9.fma(scale, shift);
        }
        return c0.add(c1).add(c2).add(c3).add(c4).add(c5).add(c6).add(c7).add(c8).add(c9)
                .reduceLanes(VectorOperators.ADD);
    }
}
