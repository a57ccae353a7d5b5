package earshot.kernels.pool;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

import static earshot.kernels.simd.Lanes.FLOATS;

/// The averages of [SimdPool]: a vector of channels at a time.
final class SimdAverage {
    private static final int L = FLOATS.length();

    private SimdAverage() {
    }

    /// One row of results.
    ///
    /// @param line number of the row among those of all images
    static void line(AverageGeometry g, int line, float[] x, float[] y) {
        int i = line % g.rows().count();
        int row = g.columns().size() * g.c();
        int image = line / g.rows().count() * g.rows().size() * row;
        int x0 = image + g.rows().first(i) * row;
        int rows = g.rows().end(i) - g.rows().first(i);
        for (int j = 0; j < g.columns().count(); j++) {
            int left = g.columns().first(j);
            int columns = g.columns().end(j) - left;
            float scale = 1f / g.divisor(i, j);
            int at = (line * g.columns().count() + j) * g.c();
            for (int c = 0; c < g.c(); c += L) {
                window(rows, row, columns, g.c(), x, x0 + left * g.c() + c, scale, y, at + c, FLOATS.indexInRange(c, g.c()));
            }
        }
    }

    private static void window(int rows, int row, int columns, int pixel, float[] x, int x0, float scale, float[] y, int at,
            VectorMask<Float> m) {
        FloatVector sum = FloatVector.zero(FLOATS);
        for (int h = 0; h < rows; h++) {
            for (int w = 0; w < columns; w++) {
                sum = sum.add(FloatVector.fromArray(FLOATS, x, x0 + h * row + w * pixel, m));
            }
        }
        sum.mul(scale).intoArray(y, at, m);
    }

    /// One image's gradient, position by position in one order.
    static void gradient(AverageGeometry g, int image, float[] dy, float[] dx) {
        int row = g.columns().size() * g.c();
        int dx0 = image * g.rows().size() * row;
        Arrays.fill(dx, dx0, dx0 + g.rows().size() * row, 0f);
        int at = image * g.outPixels() * g.c();
        for (int i = 0; i < g.rows().count(); i++) {
            int top = g.rows().first(i);
            int rows = g.rows().end(i) - top;
            for (int j = 0; j < g.columns().count(); j++) {
                int left = g.columns().first(j);
                int columns = g.columns().end(j) - left;
                float scale = 1f / g.divisor(i, j);
                for (int c = 0; c < g.c(); c += L) {
                    spread(rows, row, columns, g.c(), dy, at + c, scale, dx, dx0 + top * row + left * g.c() + c,
                            FLOATS.indexInRange(c, g.c()));
                }
                at += g.c();
            }
        }
    }

    private static void spread(int rows, int row, int columns, int pixel, float[] dy, int at, float scale, float[] dx, int dx0,
            VectorMask<Float> m) {
        FloatVector d = FloatVector.fromArray(FLOATS, dy, at, m).mul(scale);
        for (int h = 0; h < rows; h++) {
            for (int w = 0; w < columns; w++) {
                int to = dx0 + h * row + w * pixel;
                FloatVector.fromArray(FLOATS, dx, to, m).add(d).intoArray(dx, to, m);
            }
        }
    }
}
