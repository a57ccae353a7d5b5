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
    public void power(int n, double exponent, Storage x, Storage y) {
        double[] xs = DoubleStorage.of(x);
        double[] ys = DoubleStorage.of(y);
        for (int i = 0; i < n; i++) {
            ys[i] = Math.pow(xs[i], exponent);
        }
    }

    @Override
    public void select(int n, Storage mask, Storage a, Storage b, Storage y) {
        double[] masks = DoubleStorage.of(mask);
        double[] as = DoubleStorage.of(a);
        double[] bs = DoubleStorage.of(b);
        double[] ys = DoubleStorage.of(y);
        for (int i = 0; i < n; i++) {
            ys[i] = masks[i] != 0 ? as[i] : bs[i];
        }
    }

    @Override
    public void fill(int n, double value, Storage y) {
        Arrays.fill(DoubleStorage.of(y), 0, n, value);
    }

    /// {@code f(x)}.
    public static double apply(UnaryFunction f, double x) {
        return switch (f) {
            case RELU -> Math.max(x, 0);
            case EXP -> Math.exp(x);
            case LOG -> Math.log(x);
            case SQRT -> Math.sqrt(x);
            case ABS -> Math.abs(x);
            case TANH -> Math.tanh(x);
            case SIGMOID -> sigmoid(x);
            case SILU -> x / (1 + Math.exp(-x));
            case SOFTPLUS -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
            case GELU -> x * normal(x);
            case GELU_TANH -> x * sigmoid(2 * u(x));
        };
    }

    /// {@code f'(x)}, where {@code y = f(x)}.
    public static double derivative(UnaryFunction f, double x, double y) {
        return switch (f) {
            case RELU -> y <= 0 ? 0 : 1;
            case EXP -> y;
            case LOG -> 1 / x;
            case SQRT -> 1 / (2 * y);
            case ABS -> Math.signum(x);
            case TANH -> (1 - y) * (1 + y);
            case SIGMOID -> y * (1 - y);
            case SILU -> sigmoid(x) * (1 + x * sigmoid(-x));
            case SOFTPLUS -> sigmoid(x);
            case GELU -> normal(x) + x * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
            case GELU_TANH -> {
                double slope = Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x * x);
                yield sigmoid(2 * u(x)) * (1 + x * sigmoid(-2 * u(x)) * 2 * slope);
            }
        };
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /// The normal distribution.
    private static double normal(double x) {
        return ErrorFunction.erfc(-x / Math.sqrt(2)) / 2;
    }

    /// What the older form of GELU takes the hyperbolic tangent of.
    private static double u(double x) {
        return Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x);
    }

    private static double apply(BinaryFunction f, double a, double b) {
        return switch (f) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case MAX -> Math.max(a, b);
            case MIN -> Math.min(a, b);
            case LESS -> a < b ? 1 : 0;
            case LESS_EQUAL -> a <= b ? 1 : 0;
            case EQUAL -> a == b ? 1 : 0;
        };
    }
}
