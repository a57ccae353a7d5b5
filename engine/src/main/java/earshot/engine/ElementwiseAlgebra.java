package earshot.engine;

import earshot.engine.ops.Abs;
import earshot.engine.ops.Clamp;
import earshot.engine.ops.Compare;
import earshot.engine.ops.Gelu;
import earshot.engine.ops.MaskFill;
import earshot.engine.ops.Maximum;
import earshot.engine.ops.Minimum;
import earshot.engine.ops.Pow;
import earshot.engine.ops.Sigmoid;
import earshot.engine.ops.Silu;
import earshot.engine.ops.Softplus;
import earshot.engine.ops.Tanh;
import earshot.engine.ops.Where;

/// The part of [Algebra] that treats every element alike.
public sealed interface ElementwiseAlgebra permits Algebra {

    /// {@code |x|}: [Abs].
    default Tensor abs() {
        return Tape.apply(new Abs(), self());
    }

    /// {@code x^exponent}: [Pow].
    default Tensor pow(double exponent) {
        return Tape.apply(new Pow(exponent), self());
    }

    /// {@code tanh x}: [Tanh].
    default Tensor tanh() {
        return Tape.apply(new Tanh(), self());
    }

    /// {@code 1 / (1 + e^-x)}: [Sigmoid].
    default Tensor sigmoid() {
        return Tape.apply(new Sigmoid(), self());
    }

    /// {@code x · σ(x)}: [Silu].
    default Tensor silu() {
        return Tape.apply(new Silu(), self());
    }

    /// {@code ln(1 + e^x)}: [Softplus].
    default Tensor softplus() {
        return Tape.apply(new Softplus(), self());
    }

    /// {@code x · Φ(x)}: [Gelu].
    default Tensor gelu() {
        return Tape.apply(new Gelu(false), self());
    }

    /// GELU's older form by the hyperbolic tangent: [Gelu].
    default Tensor geluTanh() {
        return Tape.apply(new Gelu(true), self());
    }

    /// {@code min(max(x, low), high)}: [Clamp].
    default Tensor clamp(double low, double high) {
        return Tape.apply(new Clamp(low, high), self());
    }

    /// The larger of two elements with broadcasting: [Maximum].
    default Tensor maximum(Tensor b) {
        return Tape.apply(new Maximum(), self(), b);
    }

    /// The smaller of two elements with broadcasting: [Minimum].
    default Tensor minimum(Tensor b) {
        return Tape.apply(new Minimum(), self(), b);
    }

    /// 1 where this is less than {@code b}, else 0: [Compare].
    default Tensor less(Tensor b) {
        return Tape.apply(new Compare(Compare.Relation.LESS), self(), b);
    }

    /// 1 where this is not above {@code b}, else 0: [Compare].
    default Tensor lessEqual(Tensor b) {
        return Tape.apply(new Compare(Compare.Relation.LESS_EQUAL), self(), b);
    }

    /// 1 where this equals {@code b}, else 0: [Compare].
    default Tensor equal(Tensor b) {
        return Tape.apply(new Compare(Compare.Relation.EQUAL), self(), b);
    }

    /// Of two elements {@code a} where this mask is not 0, else {@code b}: [Where].
    default Tensor where(Tensor a, Tensor b) {
        return Tape.apply(new Where(), self(), a, b);
    }

    /// One number where the mask is not 0: [MaskFill].
    default Tensor maskFill(Tensor mask, double value) {
        return Tape.apply(new MaskFill(value), self(), mask);
    }

    private Tensor self() {
        return (Tensor) this;
    }
}
