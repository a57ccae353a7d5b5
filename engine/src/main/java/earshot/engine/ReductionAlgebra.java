package earshot.engine;

import earshot.engine.ops.ArgMax;
import earshot.engine.ops.Clamp;
import earshot.engine.ops.Div;
import earshot.engine.ops.LogSoftmax;
import earshot.engine.ops.LogSumExp;
import earshot.engine.ops.Max;
import earshot.engine.ops.Maximum;
import earshot.engine.ops.Min;
import earshot.engine.ops.Minimum;
import earshot.engine.ops.Norm;
import earshot.engine.ops.Permute;
import earshot.engine.ops.Softmax;
import earshot.engine.ops.Var;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// The part of [Algebra] that goes along axes: extrema, variances, norms, softmax.
public sealed interface ReductionAlgebra permits Algebra {

    /// Maximum over the named axes, which vanish; none named means all: [Max].
    default Tensor max(int... axes) {
        return Tape.apply(new Max(self().shape().mask("max", axes), false), self());
    }

    /// Maximum over the named axes, which stay with size 1: [Max].
    default Tensor maxKeepingAxes(int... axes) {
        return Tape.apply(new Max(self().shape().mask("max", axes), true), self());
    }

    /// Minimum over the named axes, which vanish; none named means all: [Min].
    default Tensor min(int... axes) {
        return Tape.apply(new Min(self().shape().mask("min", axes), false), self());
    }

    /// Minimum over the named axes, which stay with size 1: [Min].
    default Tensor minKeepingAxes(int... axes) {
        return Tape.apply(new Min(self().shape().mask("min", axes), true), self());
    }

    /// Logarithm of the sum of exponentials over the named axes, which vanish; none named means all: [LogSumExp].
    default Tensor logSumExp(int... axes) {
        return Tape.apply(new LogSumExp(self().shape().mask("logsumexp", axes), false), self());
    }

    /// Logarithm of the sum of exponentials over the named axes, which stay with size 1: [LogSumExp].
    default Tensor logSumExpKeepingAxes(int... axes) {
        return Tape.apply(new LogSumExp(self().shape().mask("logsumexp", axes), true), self());
    }

    /// Euclidean norm over the named axes, which vanish; none named means all: [Norm].
    default Tensor norm(int... axes) {
        return Tape.apply(new Norm(self().shape().mask("norm", axes), false), self());
    }

    /// Euclidean norm over the named axes, which stay with size 1: [Norm].
    default Tensor normKeepingAxes(int... axes) {
        return Tape.apply(new Norm(self().shape().mask("norm", axes), true), self());
    }

    /// Variance, divided by n - 1 if unbiased, else by n, over the named axes, which vanish; none named means all: [Var].
    default Tensor var(boolean unbiased, int... axes) {
        return Tape.apply(new Var(self().shape().mask("var", axes), false, unbiased), self());
    }

    /// Variance, divided by n - 1 if unbiased, else by n, over the named axes, which stay with size 1: [Var].
    default Tensor varKeepingAxes(boolean unbiased, int... axes) {
        return Tape.apply(new Var(self().shape().mask("var", axes), true, unbiased), self());
    }

    /// Divided by its norm along an axis, or by {@code eps} where that is larger: [Norm], [Clamp], [Div].
    default Tensor l2Normalize(int axis, double eps) {
        return self().div(normKeepingAxes(axis).clamp(eps, Double.POSITIVE_INFINITY));
    }

    /// Softmax along any axis: [Softmax], after a [Permute] where it is not the last.
    default Tensor softmax(int axis) {
        return alongLast("softmax", axis, Tensor::softmax);
    }

    /// Logarithm of the softmax along any axis: [LogSoftmax], after a [Permute] where it is not the last.
    default Tensor logSoftmax(int axis) {
        return alongLast("log_softmax", axis, x -> Tape.apply(new LogSoftmax(), x));
    }

    private Tensor alongLast(String operation, int axis, UnaryOperator<Tensor> f) {
        int rank = self().shape().rank();
        int k = self().shape().axis(operation, axis);
        if (k == rank - 1) {
            return f.apply(self());
        }
        int[] order = IntStream.range(0, rank).map(i -> i == k ? rank - 1 : i == rank - 1 ? k : i).toArray();
        return f.apply(self().permute(order)).permute(order);
    }

    /// Position of the largest value along an axis: [ArgMax].
    default Tensor argMax(int axis) {
        return Tape.apply(new ArgMax(axis), self());
    }

    private Tensor self() {
        return (Tensor) this;
    }
}
