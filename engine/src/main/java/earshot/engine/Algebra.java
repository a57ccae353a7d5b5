package earshot.engine;

import earshot.engine.ops.AdaptiveAvgPool2d;
import earshot.engine.ops.Add;
import earshot.engine.ops.Affine;
import earshot.engine.ops.ArgMax;
import earshot.engine.ops.AvgPool2d;
import earshot.engine.ops.Conv1d;
import earshot.engine.ops.BinaryCrossEntropy;
import earshot.engine.ops.Conv2d;
import earshot.engine.ops.CosineLoss;
import earshot.engine.ops.CrossEntropy;
import earshot.engine.ops.Div;
import earshot.engine.ops.Exp;
import earshot.engine.ops.GlobalAvgPool;
import earshot.engine.ops.Linear;
import earshot.engine.ops.Log;
import earshot.engine.ops.Matmul;
import earshot.engine.ops.MaxPool2d;
import earshot.engine.ops.Maximum;
import earshot.engine.ops.Mean;
import earshot.engine.ops.Mul;
import earshot.engine.ops.MaskedCrossEntropy;
import earshot.engine.ops.NtXent;
import earshot.engine.ops.Relu;
import earshot.engine.ops.Reshape;
import earshot.engine.ops.Softmax;
import earshot.engine.ops.Sqrt;
import earshot.engine.ops.Sub;
import earshot.engine.ops.Sum;
import earshot.engine.ops.WeightNorm;
import earshot.kernels.Window;

/// What can be done with tensors, one line each: the maths, the shape rules and the gradients stand on the page of each op in
/// [earshot.engine.ops].
public sealed interface Algebra extends ElementwiseAlgebra, ReductionAlgebra, MovementAlgebra permits Tensor {

    /// Sum with broadcasting: [Add].
    default Tensor add(Tensor b) {
        return Tape.apply(new Add(false), self(), b);
    }

    /// Sum written over this tensor, which may not be read afterwards: [Add].
    default Tensor addInPlace(Tensor b) {
        return Tape.apply(new Add(true), self(), b);
    }

    /// Difference with broadcasting: [Sub].
    default Tensor sub(Tensor b) {
        return Tape.apply(new Sub(), self(), b);
    }

    /// Product of elements with broadcasting: [Mul].
    default Tensor mul(Tensor b) {
        return Tape.apply(new Mul(), self(), b);
    }

    /// Quotient of elements with broadcasting: [Div].
    default Tensor div(Tensor b) {
        return Tape.apply(new Div(), self(), b);
    }

    /// {@code scale · x + shift}: [Affine].
    default Tensor affine(double scale, double shift) {
        return Tape.apply(new Affine(scale, shift), self());
    }

    /// {@code -x}: [Affine].
    default Tensor neg() {
        return affine(-1, 0);
    }

    /// {@code max(x, 0)}: [Relu].
    default Tensor relu() {
        return Tape.apply(new Relu(false), self());
    }

    /// {@code max(x, 0)} written over this tensor, which may not be read afterwards: [Relu].
    default Tensor reluInPlace() {
        return Tape.apply(new Relu(true), self());
    }

    /// {@code e^x}: [Exp].
    default Tensor exp() {
        return Tape.apply(new Exp(), self());
    }

    /// {@code ln x}: [Log].
    default Tensor log() {
        return Tape.apply(new Log(), self());
    }

    /// {@code √x}: [Sqrt].
    default Tensor sqrt() {
        return Tape.apply(new Sqrt(), self());
    }

    /// Sum over the named axes, which vanish; none named means all: [Sum].
    default Tensor sum(int... axes) {
        return Tape.apply(new Sum(self().shape().mask("sum", axes), false), self());
    }

    /// Mean over the named axes, which vanish; none named means all: [Mean].
    default Tensor mean(int... axes) {
        return Tape.apply(new Mean(self().shape().mask("mean", axes), false), self());
    }

    /// Sum over the named axes, which stay with size 1: [Sum].
    default Tensor sumKeepingAxes(int... axes) {
        return Tape.apply(new Sum(self().shape().mask("sum", axes), true), self());
    }

    /// Mean over the named axes, which stay with size 1: [Mean].
    default Tensor meanKeepingAxes(int... axes) {
        return Tape.apply(new Mean(self().shape().mask("mean", axes), true), self());
    }

    /// Matrix product: [Matmul].
    default Tensor matmul(Tensor b) {
        return matmul(b, false, false);
    }

    /// Matrix product of operands whose last two axes may be swapped first: [Matmul].
    default Tensor matmul(Tensor b, boolean transposeA, boolean transposeB) {
        return Tape.apply(new Matmul(transposeA, transposeB), self(), b);
    }

    /// {@code x · wᵀ + b}, {@code b} may be null: [Linear].
    default Tensor linear(Tensor w, Tensor b) {
        return b == null ? Tape.apply(Linear.PLAIN, self(), w) : Tape.apply(Linear.PLAIN, self(), w, b);
    }

    /// The same values under another shape; one size may be -1 and is worked out: [Reshape].
    default Tensor reshape(int... sizes) {
        return Tape.apply(Reshape.to(self().shape(), sizes), self());
    }

    /// Convolution of images, {@code b} may be null: [Conv2d].
    default Tensor conv2d(Tensor w, Tensor b, int strideH, int strideW, int padH, int padW) {
        Layout.ConvWeight k = Layout.convWeight("conv2d", w.shape());
        return conv2d(w, b, new Window(k.kh(), k.kw(), strideH, strideW, padH, padW), 1);
    }

    /// Convolution of images in groups, {@code b} may be null: [Conv2d].
    default Tensor conv2d(Tensor w, Tensor b, Window window, int groups) {
        Conv2d op = new Conv2d(window, groups);
        return b == null ? Tape.apply(op, self(), w) : Tape.apply(op, self(), w, b);
    }

    /// Convolution of sequences in groups, {@code b} may be null: [Conv1d].
    default Tensor conv1d(Tensor w, Tensor b, Conv1d op) {
        return b == null ? Tape.apply(op, self(), w) : Tape.apply(op, self(), w, b);
    }

    /// Maximum over windows of images: [MaxPool2d].
    default Tensor maxPool2d(Window window) {
        return Tape.apply(new MaxPool2d(window), self());
    }

    /// Mean over windows of images: [AvgPool2d].
    ///
    /// @param countPad whether padding counts as pixels of value 0
    default Tensor avgPool2d(Window window, boolean countPad) {
        return Tape.apply(new AvgPool2d(window, countPad), self());
    }

    /// Mean over nearly equal parts of images: [AdaptiveAvgPool2d].
    default Tensor adaptiveAvgPool2d(int outH, int outW) {
        return Tape.apply(new AdaptiveAvgPool2d(outH, outW), self());
    }

    /// A weight of this direction and of length {@code g}, its norm taken over the named axes; none named means all: [WeightNorm].
    default Tensor weightNorm(Tensor g, int... axes) {
        return Tape.apply(new WeightNorm(self().shape().mask("weight_norm", axes)), self(), g);
    }

    /// Mean over all pixels of each image: [GlobalAvgPool].
    default Tensor globalAvgPool() {
        return Tape.apply(new GlobalAvgPool(), self());
    }

    /// Softmax along the last axis: [Softmax].
    default Tensor softmax() {
        return Tape.apply(new Softmax(), self());
    }

    /// Mean over rows of the cross-entropy of these logits and distributions: [CrossEntropy]; see
    /// [earshot.engine.ops.Targets].
    default Tensor crossEntropy(Tensor target) {
        return Tape.apply(new CrossEntropy(), self(), target).mean();
    }

    /// Mean over all elements of the cross-entropy of these logits and probabilities: [BinaryCrossEntropy].
    default Tensor binaryCrossEntropy(Tensor target) {
        return Tape.apply(new BinaryCrossEntropy(), self(), target).mean();
    }

    /// Mean of the squared differences: [Sub], [Mul], [Mean].
    default Tensor meanSquaredError(Tensor target) {
        Tensor difference = sub(target);
        return difference.mul(difference).mean();
    }

    /// The loss of these logits at masked positions: [MaskedCrossEntropy].
    default Tensor maskedCrossEntropy(int[] tokens, boolean[] masked) {
        return MaskedCrossEntropy.of(self(), tokens, masked);
    }

    /// How far these vectors point from the targets: [CosineLoss].
    default Tensor cosineLoss(Tensor target) {
        return CosineLoss.of(self(), target);
    }

    /// The contrastive loss of these embeddings and those of the same samples' other views: [NtXent].
    default Tensor ntXent(Tensor others, double temperature) {
        return NtXent.of(self(), others, temperature);
    }

    /// The contrastive loss beside embeddings of other samples: [NtXent].
    default Tensor ntXent(Tensor others, Tensor negatives, double temperature) {
        return NtXent.of(self(), others, negatives, temperature);
    }

    /// Position of the largest value along the last axis: [ArgMax].
    default Tensor argMax() {
        return argMax(-1);
    }

    private Tensor self() {
        return (Tensor) this;
    }
}
