package earshot.experiments.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.stat.correlation.Covariance;
import org.junit.jupiter.api.Test;

class PrincipalPlaneTest {

    /// Against the eigenvalues of the covariance matrix, which is another way to the same plane.
    @Test
    void spreadsAreTheLargestEigenvaluesOfTheCovariance() {
        Random random = new Random(1);
        float[][] vectors = new float[40][6];
        double[][] copy = new double[40][6];
        for (int i = 0; i < 40; i++) {
            for (int c = 0; c < 6; c++) {
                vectors[i][c] = (float) (random.nextGaussian() * (c + 1) + 100);
                copy[i][c] = vectors[i][c];
            }
        }
        PrincipalPlane plane = PrincipalPlane.of(vectors);
        double[] eigenvalues = new EigenDecomposition(new Covariance(new Array2DRowRealMatrix(copy)).getCovarianceMatrix())
                .getRealEigenvalues();
        double all = 0;
        for (double value : eigenvalues) {
            all += value;
        }
        assertEquals(eigenvalues[0], squares(plane.x()) / 39, 1e-6);
        assertEquals(eigenvalues[1], squares(plane.y()) / 39, 1e-6);
        assertEquals(eigenvalues[0] / all, plane.xShare(), 1e-9);
        assertEquals(eigenvalues[1] / all, plane.yShare(), 1e-9);
    }

    @Test
    void turningACloudRoundDoesNotTurnItsPicture() {
        float[][] line = {{0, 0, 1}, {1, 2, 1}, {2, 4, 1}, {4, 8, 1}};
        PrincipalPlane plane = PrincipalPlane.of(line);
        assertEquals(1, plane.xShare(), 1e-12);
        double step = Math.sqrt(5);
        assertEquals(2.25 * step, plane.x()[3], 1e-6);
        assertEquals(-1.75 * step, plane.x()[0], 1e-6);
    }

    private static double squares(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value * value;
        }
        return sum;
    }
}
