package earshot.kernels.conv;

import java.util.Arrays;

/// Times pieces of work that take turns, so that whatever else the machine does befalls all of them alike.
final class Turns {
    private static final int WARM = 10;
    private static final int ROUNDS = 31;

    private Turns() {
    }

    /// The median of each, in seconds, after some rounds to warm up.
    static double[] medians(Runnable... work) {
        double[][] seconds = new double[work.length][ROUNDS];
        for (int round = -WARM; round < ROUNDS; round++) {
            for (int i = 0; i < work.length; i++) {
                long start = System.nanoTime();
                work[i].run();
                if (round >= 0) {
                    seconds[i][round] = (System.nanoTime() - start) / 1e9;
                }
            }
        }
        return Arrays.stream(seconds).mapToDouble(t -> {
            Arrays.sort(t);
            return t[ROUNDS / 2];
        }).toArray();
    }
}
