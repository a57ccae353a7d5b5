package earshot.experiments.bench;

import earshot.kernels.simd.Lanes;
import earshot.kernels.simd.Workers;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The most arithmetic that the machine does: fused multiply-adds on registers alone, all threads at once.
///
/// Twelve chains that do not wait for each other: two units with a latency of four or five cycles need eight to ten of them, and with
/// the two constants twelve still fit the sixteen registers of AVX2.
final class FmaPeak {
    private static final int CHAINS = 12;
    /// Half a millisecond's worth: short enough to fall between the turns of other programs.
    private static final int STEPS = 200_000;
    private static final int ROUNDS = 500;

    private final Workers workers;
    private final float[] results;

    FmaPeak(Workers workers) {
        this.workers = workers;
        this.results = new float[workers.threads()];
    }

    /// Operations per second, a multiply-add counted as two: the best of several rounds, the first of which are slow because the loop
    /// is not compiled yet.
    double measure() {
        double best = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            workers.run(workers.threads(), i -> results[i] = burst(STEPS));
            double seconds = (System.nanoTime() - start) / 1e9;
            best = Math.max(best, 2.0 * CHAINS * Lanes.COUNT * STEPS * workers.threads() / seconds);
        }
        return best;
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
        FloatVector c10 = shift;
        FloatVector c11 = shift;
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
            c10 = c10.fma(scale, shift);
            c11 = c11.fma(scale, shift);
        }
        return c0.add(c1).add(c2).add(c3).add(c4).add(c5).add(c6).add(c7).add(c8).add(c9).add(c10).add(c11)
                .reduceLanes(VectorOperators.ADD);
    }
}
