package earshot.kernels.elementwise;

import earshot.kernels.DoubleStorage;
import earshot.kernels.Storage;
import java.util.Arrays;

/// [ElementwiseKernels] in double precision, one element at a time.
public final class ReferenceElementwise implements ElementwiseKernels {

    @Override
    public void unary(UnaryFunction f, int n, Storage x, Storage y) {
        double[] xs = DoubleStorage.of(x);
        double[] ys = DoubleStorage.of(y);
        for (int i = 0; i < n; i++) {
            ys[i] = apply(f, xs[i]);
        }
    }

    @Override
    public void unaryBackward(UnaryFunction f, int n, Storage x, Storage y, Storage dy, Storage dx) {
        double[] xs = DoubleStorage.of(x);
        double[] ys = DoubleStorage.of(y);
        double[] dys = DoubleStorage.of(dy);
        double[] dxs = DoubleStorage.of(dx);
        for (int i = 0; i < n; i++) {
            dxs[i] = dys[i] * derivative(f, xs[i], ys[i]);
        }
    }

    @Override
    public void binary(BinaryFunction f, Broadcast g, Storage a, Storage b, Storage y) {
        double[] as = DoubleStorage.of(a);
        double[] bs = DoubleStorage.of(b);
        double[] ys = DoubleStorage.of(y);
        int n = g.size();
        for (int i = 0; i < n; i++) {
            int rest = i;
            int atA = 0;
            int atB = 0;
            for (int axis = g.shape().length - 1; axis >= 0; axis--) {
                int step = rest % g.shape()[axis];
                rest /= g.shape()[axis];
                atA += step * g.strideA()[axis];
                atB += step * g.strideB()[axis];
            }
            ys[i] = apply(f, as[atA], bs[atB]);
        }
    }

    @Override
    public void affine(int n, double scale, double shift, Storage x, Storage y) {
        double[] xs = DoubleStorage.of(x);
        double[] ys = DoubleStorage.of(y);
        for (int i = 0; i < n; i++) {
            ys[i] = scale * xs[i] + shift;
        }
    }

    @Override
    public void fill(int n, double value, Storage y) {
        Arrays.fill(DoubleStorage.of(y), 0, n, value);
    }

    private static double apply(UnaryFunction f, double x) {
        return switch (f) {
            case RELU -> Math.max(x, 0);
            case EXP -> Math.exp(x);
            case LOG -> Math.log(x);
            case SQRT -> Math.sqrt(x);
        };
    }

    private static double derivative(UnaryFunction f, double x, double y) {
        return switch (f) {
            case RELU -> y > 0 ? 1 : 0;
            case EXP -> y;
            case LOG -> 1 / x;
            case SQRT -> 1 / (2 * y);
        };
    }

    private static double apply(BinaryFunction f, double a, double b) {
        return switch (f) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
        };
    }
}
