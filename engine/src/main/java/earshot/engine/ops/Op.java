package earshot.engine.ops;

import earshot.engine.Shape;
import java.util.List;

/// An operation on tensors: a record of its attributes. Each stands on one page, in one order: the maths, the shape rule,
/// forward, backward.
public sealed interface Op permits Differentiable, NonDifferentiable {

    /// The name in errors, as PyTorch has it: {@code conv2d}.
    String name();

    /// The shape rule.
    ///
    /// @param operands shapes of the operands
    /// @return the shape of the result
    /// @throws IllegalArgumentException naming operation, operands, expectation and remedy if they do not fit
    Shape shape(List<Shape> operands);

    /// Whether an operand may hold integers, as an index does. All others hold real numbers.
    default boolean integers(int operand) {
        return false;
    }
}
