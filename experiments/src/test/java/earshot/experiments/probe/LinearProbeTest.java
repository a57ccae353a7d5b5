package earshot.experiments.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.kernels.Backend;
import earshot.kernels.Backends;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinearProbeTest {
    private final Backend backend = Backends.create("cpu", 1);

    /// Three classes along three directions, among places of any scale and one that is always the same.
    private static float[][] clouds(int seed, int[] labels, double distance) {
        Random random = new Random(seed);
        float[][] x = new float[labels.length][6];
        for (int i = 0; i < labels.length; i++) {
            for (int c = 0; c < 5; c++) {
                x[i][c] = (float) (Math.pow(10, c) * (random.nextGaussian() + (c == labels[i] ? distance : 0) + 50));
            }
            x[i][5] = 3;
        }
        return x;
    }

    private static int[] labels(int count) {
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = i % 3;
        }
        return labels;
    }

    @Test
    void readsWhatIsThereAndNothingElse() {
        long before = backend.memory().bytesInUse();
        int[] labels = labels(90);
        try (var probe = LinearProbe.fit(backend, clouds(1, labels, 6), labels, 3, 0)) {
            assertTrue(probe.accuracy(clouds(2, labels, 6), labels) > 0.95, "clouds apart are told apart");
        }
        try (var probe = LinearProbe.fit(backend, clouds(1, labels, 0), labels, 3, 0)) {
            double accuracy = probe.accuracy(clouds(2, labels, 0), labels);
            assertTrue(accuracy > 0.15 && accuracy < 0.55, "nothing is there to be read, got " + accuracy);
        }
        assertEquals(before, backend.memory().bytesInUse());
    }
}
