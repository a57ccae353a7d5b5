package earshot.experiments.report;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;

/// The plane through a cloud of vectors on which it spreads most (principal components), by Commons Math.
///
/// @param x      place of each vector along the widest direction
/// @param y      place along the second
/// @param xShare part of all variance that lies along the first
/// @param yShare along the second
public record PrincipalPlane(double[] x, double[] y, double xShare, double yShare) {

    /// @param vectors at least 3, of one length of at least 2
    public static PrincipalPlane of(float[][] vectors) {
        int width = vectors[0].length;
        double[][] centred = new double[vectors.length][width];
        for (int c = 0; c < width; c++) {
            double mean = 0;
            for (float[] vector : vectors) {
                mean += vector[c] / vectors.length;
            }
            for (int i = 0; i < vectors.length; i++) {
                centred[i][c] = vectors[i][c] - mean;
            }
        }
        var svd = new SingularValueDecomposition(new Array2DRowRealMatrix(centred, false));
        double[] s = svd.getSingularValues();
        double all = 0;
        for (double value : s) {
            all += value * value;
        }
        RealMatrix u = svd.getU();
        double total = all > 0 ? all : 1;
        return new PrincipalPlane(column(u, 0, s[0]), column(u, 1, s[1]), s[0] * s[0] / total, s[1] * s[1] / total);
    }

    /// A direction's sign is nobody's choice: the largest place is made positive, so that equal clouds give equal pictures.
    private static double[] column(RealMatrix u, int number, double scale) {
        double[] places = u.getColumn(number);
        double largest = 0;
        for (double place : places) {
            largest = Math.abs(place) > Math.abs(largest) ? place : largest;
        }
        for (int i = 0; i < places.length; i++) {
            places[i] *= largest < 0 ? -scale : scale;
        }
        return places;
    }
}
