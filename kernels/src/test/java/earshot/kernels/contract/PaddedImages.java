package earshot.kernels.contract;

import earshot.kernels.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The windows of images, read the slow way: by copying every image into a larger one that has the padding around it.
public final class PaddedImages {

    private PaddedImages() {
    }

    /// What a window sees at every position, images first, then rows, then columns: its {@code kh · kw · c} values in order.
    public static double[][] windows(double[] x, int n, int h, int w, int c, Window window, double padding) {
        List<double[]> windows = new ArrayList<>();
        int paddedH = h + 2 * window.padH();
        int paddedW = w + 2 * window.padW();
        for (int image = 0; image < n; image++) {
            double[][] rows = new double[paddedH][paddedW * c];
            for (int row = 0; row < paddedH; row++) {
                Arrays.fill(rows[row], padding);
                int from = row - window.padH();
                if (from >= 0 && from < h) {
                    System.arraycopy(x, (image * h + from) * w * c, rows[row], window.padW() * c, w * c);
                }
            }
            int lastRow = window.dilationH() * (window.kh() - 1);
            int lastColumn = window.dilationW() * (window.kw() - 1);
            for (int top = 0; top + lastRow < paddedH; top += window.strideH()) {
                for (int left = 0; left + lastColumn < paddedW; left += window.strideW()) {
                    windows.add(cut(rows, top, left, c, window));
                }
            }
        }
        return windows.toArray(double[][]::new);
    }

    private static double[] cut(double[][] rows, int top, int left, int c, Window window) {
        double[] values = new double[window.kh() * window.kw() * c];
        for (int u = 0; u < window.kh(); u++) {
            for (int v = 0; v < window.kw(); v++) {
                System.arraycopy(rows[top + u * window.dilationH()], (left + v * window.dilationW()) * c, values,
                        (u * window.kw() + v) * c, c);
            }
        }
        return values;
    }
}
