package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.Backend;
import java.util.Arrays;

/// Targets for [CrossEntropy]: distributions over classes.
public final class Targets {

    private Targets() {
    }

    /// All weight on one class, or nearly: {@code (1 - smoothing) · onehot + smoothing / classes}, as PyTorch's
    /// {@code label_smoothing} has it.
    ///
    /// @param labels class of each row
    /// @param smoothing in {@code [0, 1]}
    /// @return {@code [rows, classes]}
    /// @throws IllegalArgumentException if a label is no class
    public static Tensor of(Backend backend, int[] labels, int classes, double smoothing) {
        return mixed(backend, labels, labels, 1, classes, smoothing);
    }

    /// The target of mixup (Zhang et al., 2018): {@code lambda} of the first label's distribution and {@code 1 - lambda} of the
    /// second's. Its cross-entropy is {@code lambda · CE(first) + (1 - lambda) · CE(second)}.
    ///
    /// @return {@code [rows, classes]}
    /// @throws IllegalArgumentException if a label is no class
    public static Tensor mixed(Backend backend, int[] first, int[] second, double lambda, int classes, double smoothing) {
        if (first.length != second.length || !(lambda >= 0 && lambda <= 1) || !(smoothing >= 0 && smoothing <= 1)) {
            throw new IllegalArgumentException(
                    "targets: need as many second labels as first and lambda and smoothing in [0, 1], got "
                            + first.length + " and " + second.length + " labels, lambda " + lambda + ", smoothing " + smoothing);
        }
        double[] target = new double[first.length * classes];
        Arrays.fill(target, smoothing / classes);
        for (int row = 0; row < first.length; row++) {
            target[row * classes + check(first[row], classes)] += lambda * (1 - smoothing);
            target[row * classes + check(second[row], classes)] += (1 - lambda) * (1 - smoothing);
        }
        return Tensor.of(backend, Shape.of(first.length, classes), target);
    }

    /// Smooths distributions: {@code (1 - smoothing) · target + smoothing / classes}.
    public static Tensor smoothed(Tensor target, double smoothing) {
        return target.affine(1 - smoothing, smoothing / target.shape().size(-1));
    }

    private static int check(int label, int classes) {
        if (label < 0 || label >= classes) {
            throw new IllegalArgumentException(
                    "targets: label " + label + " is no class; there are " + classes + ", numbered from 0");
        }
        return label;
    }
}
