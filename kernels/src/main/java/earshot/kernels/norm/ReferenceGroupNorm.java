package earshot.kernels.norm;

import java.util.Arrays;

/// Group normalisation in double precision, group by group. Absent weights count as 1, absent biases as 0.
final class ReferenceGroupNorm {

    private ReferenceGroupNorm() {
    }

    static void forward(GroupNormGeometry g, double[] x, double[] w, double[] b, double[] y) {
        for (int item = 0; item < g.items(); item++) {
            for (int group = 0; group < g.groups(); group++) {
                double mean = mean(g, x, item, group);
                double invStd = invStd(g, x, item, group, mean);
                for (int p = 0; p < g.positions(); p++) {
                    for (int c = group * g.width(); c < (group + 1) * g.width(); c++) {
                        int i = index(g, item, p, c);
                        double xHat = (x[i] - mean) * invStd;
                        y[i] = w == null ? xHat : w[c] * xHat + b[c];
                    }
                }
            }
        }
    }

    static void backward(GroupNormGeometry g, double[] x, double[] w, double[] dy, double[] dx, double[] dw, double[] db) {
        if (w != null) {
            Arrays.fill(dw, 0, g.channels(), 0);
            Arrays.fill(db, 0, g.channels(), 0);
        }
        for (int item = 0; item < g.items(); item++) {
            for (int group = 0; group < g.groups(); group++) {
                double mean = mean(g, x, item, group);
                double invStd = invStd(g, x, item, group, mean);
                double sum = 0;
                double dot = 0;
                for (int p = 0; p < g.positions(); p++) {
                    for (int c = group * g.width(); c < (group + 1) * g.width(); c++) {
                        int i = index(g, item, p, c);
                        double xHat = (x[i] - mean) * invStd;
                        double slope = w == null ? dy[i] : w[c] * dy[i];
                        sum += slope;
                        dot += slope * xHat;
                        if (w != null) {
                            dw[c] += dy[i] * xHat;
                            db[c] += dy[i];
                        }
                    }
                }
                for (int p = 0; p < g.positions(); p++) {
                    for (int c = group * g.width(); c < (group + 1) * g.width(); c++) {
                        int i = index(g, item, p, c);
                        double xHat = (x[i] - mean) * invStd;
                        double slope = w == null ? dy[i] : w[c] * dy[i];
                        dx[i] = invStd * (slope - sum / g.count() - xHat * dot / g.count());
                    }
                }
            }
        }
    }

    private static double mean(GroupNormGeometry g, double[] x, int item, int group) {
        double sum = 0;
        for (int p = 0; p < g.positions(); p++) {
            for (int c = group * g.width(); c < (group + 1) * g.width(); c++) {
                sum += x[index(g, item, p, c)];
            }
        }
        return sum / g.count();
    }

    private static double invStd(GroupNormGeometry g, double[] x, int item, int group, double mean) {
        double squares = 0;
        for (int p = 0; p < g.positions(); p++) {
            for (int c = group * g.width(); c < (group + 1) * g.width(); c++) {
                double d = x[index(g, item, p, c)] - mean;
                squares += d * d;
            }
        }
        return 1 / Math.sqrt(squares / g.count() + g.eps());
    }

    private static int index(GroupNormGeometry g, int item, int position, int channel) {
        return (item * g.positions() + position) * g.channels() + channel;
    }
}
