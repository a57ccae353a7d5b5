package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;

/// An operation without a gradient. A backward pass that meets it fails with its reason.
public non-sealed interface NonDifferentiable extends Op {

    /// The reason, a clause that can follow a colon.
    String why();

    /// Computes the result.
    ///
    /// @param shape what the shape rule gave
    Tensor forward(Shape shape, Tensor... operands);
}
