package earshot.kernels.softmax;

import earshot.kernels.DoubleStorage;
import earshot.kernels.Storage;

/// [SoftmaxKernels] in double precision, row by row.
public final class ReferenceSoftmax implements SoftmaxKernels {

    @Override
    public void softmax(SoftmaxGeometry g, Storage x, Storage y) {
        double[] xs = DoubleStorage.of(x);
        double[] ys = DoubleStorage.of(y);
        for (int r = 0; r < g.rows(); r++) {
            int from = r * g.classes();
            double max = max(xs, from, g.classes());
            double sum = sumExp(xs, from, g.classes(), max);
            for (int c = 0; c < g.classes(); c++) {
                ys[from + c] = Math.exp(xs[from + c] - max) / sum;
            }
        }
    }

    @Override
    public void softmaxBackward(SoftmaxGeometry g, Storage y, Storage dy, Storage dx) {
        double[] ys = DoubleStorage.of(y);
        double[] dys = DoubleStorage.of(dy);
        double[] dxs = DoubleStorage.of(dx);
        for (int r = 0; r < g.rows(); r++) {
            int from = r * g.classes();
            double dot = 0;
            for (int c = 0; c < g.classes(); c++) {
                dot += dys[from + c] * ys[from + c];
            }
            for (int c = 0; c < g.classes(); c++) {
                dxs[from + c] = ys[from + c] * (dys[from + c] - dot);
            }
        }
    }

    @Override
    public void logSoftmax(SoftmaxGeometry g, Storage x, Storage y) {
        double[] xs = DoubleStorage.of(x);
        double[] ys = DoubleStorage.of(y);
        for (int r = 0; r < g.rows(); r++) {
            int from = r * g.classes();
            double max = max(xs, from, g.classes());
            double logSum = Math.log(sumExp(xs, from, g.classes(), max));
            for (int c = 0; c < g.classes(); c++) {
                ys[from + c] = xs[from + c] - max - logSum;
            }
        }
    }

    @Override
    public void logSoftmaxBackward(SoftmaxGeometry g, Storage y, Storage dy, Storage dx) {
        double[] ys = DoubleStorage.of(y);
        double[] dys = DoubleStorage.of(dy);
        double[] dxs = DoubleStorage.of(dx);
        for (int r = 0; r < g.rows(); r++) {
            int from = r * g.classes();
            double sum = 0;
            for (int c = 0; c < g.classes(); c++) {
                sum += dys[from + c];
            }
            for (int c = 0; c < g.classes(); c++) {
                dxs[from + c] = dys[from + c] - Math.exp(ys[from + c]) * sum;
            }
        }
    }

    @Override
    public void crossEntropy(SoftmaxGeometry g, Storage x, Storage target, Storage p, Storage loss) {
        double[] xs = DoubleStorage.of(x);
        double[] targets = DoubleStorage.of(target);
        double[] ps = DoubleStorage.of(p);
        double[] losses = DoubleStorage.of(loss);
        for (int r = 0; r < g.rows(); r++) {
            int from = r * g.classes();
            double max = max(xs, from, g.classes());
            double sum = sumExp(xs, from, g.classes(), max);
            double logLikelihood = 0;
            for (int c = 0; c < g.classes(); c++) {
                double shifted = xs[from + c] - max;
                ps[from + c] = Math.exp(shifted) / sum;
                logLikelihood += targets[from + c] * (shifted - Math.log(sum)); // not ln(p): p may have underflowed to 0
            }
            losses[r] = -logLikelihood;
        }
    }

    @Override
    public void crossEntropyBackward(SoftmaxGeometry g, Storage p, Storage target, Storage dloss, Storage dx) {
        double[] ps = DoubleStorage.of(p);
        double[] targets = DoubleStorage.of(target);
        double[] dlosses = DoubleStorage.of(dloss);
        double[] dxs = DoubleStorage.of(dx);
        for (int r = 0; r < g.rows(); r++) {
            int from = r * g.classes();
            double mass = 0;
            for (int c = 0; c < g.classes(); c++) {
                mass += targets[from + c];
            }
            for (int c = 0; c < g.classes(); c++) {
                dxs[from + c] = dlosses[r] * (ps[from + c] * mass - targets[from + c]);
            }
        }
    }

    private static double max(double[] xs, int from, int classes) {
        double max = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < classes; c++) {
            max = Math.max(max, xs[from + c]);
        }
        return max;
    }

    private static double sumExp(double[] xs, int from, int classes, double max) {
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            sum += Math.exp(xs[from + c] - max);
        }
        return sum;
    }
}
