package earshot.audio.golden;

import org.junit.jupiter.api.Assertions;

/// Comparisons of arrays that name the worst places.
public final class Close {

    private static final int PRINTED = 5;

    private Close() {
    }

    /// `max|a - b| <= tolerance * max|b|`.
    public static void relative(String what, float[] expected, float[] actual, double tolerance) {
        double largest = 0;
        for (float x : expected) {
            largest = Math.max(largest, Math.abs(x));
        }
        absolute(what, expected, actual, tolerance * largest);
    }

    /// `max|a - b| <= tolerance`.
    public static void absolute(String what, float[] expected, float[] actual, double tolerance) {
        absolute(what, widened(expected), widened(actual), tolerance);
    }

    /// `max|a - b| <= tolerance`.
    public static void absolute(String what, double[] expected, double[] actual, double tolerance) {
        Assertions.assertEquals(expected.length, actual.length, what + ": length");
        StringBuilder wrong = new StringBuilder();
        int count = 0;
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            double difference = Math.abs(expected[i] - actual[i]);
            worst = Math.max(worst, difference);
            // Negated so that NaN counts as a mismatch.
            if (!(difference <= tolerance) && count++ < PRINTED) {
                wrong.append(" [").append(i).append("] expected ").append(expected[i]).append(" got ").append(actual[i])
                        .append(';');
            }
        }
        if (count > 0) {
            Assertions.fail(
                    what + ": " + count + " of " + expected.length + " beyond " + tolerance + ", worst " + worst + ":" + wrong
                            + " made as src/golden/README.md says");
        }
    }

    private static double[] widened(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }
}
