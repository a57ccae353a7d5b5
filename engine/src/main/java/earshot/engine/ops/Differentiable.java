package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;

/// An operation with a gradient. It runs through [earshot.engine.Tape#apply].
///
/// @param <S> a record of what the backward step needs; its components of type [Tensor] are held until then
public non-sealed interface Differentiable<S extends Record> extends Op {

    /// A result and what the backward step needs.
    record Forward<S extends Record>(Tensor y, S saved) {
    }

    /// Computes the result. Not recorded: what it calls may be kernels or other ops.
    ///
    /// @param shape what the shape rule gave
    Forward<S> forward(Shape shape, Tensor... operands);

    /// Computes the gradients of the operands.
    ///
    /// @param dy gradient of the result; {@link Tensor#reuse()} says where a gradient of its shape may be written
    /// @param needs which operands need a gradient; the others cost nothing
    /// @return one per operand; what stands where none is needed is ignored
    Tensor[] backward(S saved, Tensor dy, boolean[] needs);

    /// Why an operand is a constant to this op; null if it has a gradient.
    default String constant(int operand) {
        return null;
    }
}
