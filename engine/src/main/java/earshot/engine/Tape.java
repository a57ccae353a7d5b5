package earshot.engine;

import earshot.engine.ops.Differentiable;
import earshot.engine.ops.NonDifferentiable;
import earshot.engine.ops.Op;
import earshot.kernels.Backend;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Runs operations, and remembers those that a gradient will have to pass.
///
/// Every op runs in a scope of its own: what it allocates besides its result and the values that it saves is released at once.
public final class Tape {
    private static final AtomicLong ORDER = new AtomicLong();

    private Tape() {
    }

    /// Runs an op; records it if gradients are on and an operand needs one.
    ///
    /// @throws IllegalArgumentException if shapes, types or backends do not fit, or a gradient is wanted for an operand that the op
    ///         treats as a constant
    public static <S extends Record> Tensor apply(Differentiable<S> op, Tensor... operands) {
        List<Shape> shapes = check(op, operands);
        Shape shape = op.shape(shapes);
        Node[] edges = edges(op, operands);
        try (Scope inner = Scope.inner(); var _ = Gradients.off()) {
            Differentiable.Forward<S> forward = op.forward(shape, operands);
            Tensor y = forward.y();
            if (edges == null) {
                return inner.promote(y).as(op.name(), null);
            }
            for (Tensor t : SavedTensors.of(forward.saved())) {
                t.buffer().saves++;
                handOver(t, inner);
            }
            handOver(y, inner);
            return y.as(op.name(),
                    new Node.Computed(op, ORDER.getAndIncrement(), shapes, shape, Origin.here(), edges, forward.saved()));
        }
    }

    /// Runs an op that no gradient can pass.
    public static Tensor apply(NonDifferentiable op, Tensor... operands) {
        List<Shape> shapes = check(op, operands);
        Shape shape = op.shape(shapes);
        boolean needed = Gradients.recording() && List.of(operands).stream().anyMatch(Tensor::requiresGradient);
        try (Scope inner = Scope.inner(); var _ = Gradients.off()) {
            Tensor y = inner.promote(op.forward(shape, operands));
            return y.as(op.name(), needed ? new Node.Barrier(op, shapes, Origin.here()) : null);
        }
    }

    /// What the op made itself may be released by the backward pass; operands and views of them are not its own.
    private static void handOver(Tensor t, Scope inner) {
        t.buffer().intermediate |= t.buffer().scope == inner;
        inner.promote(t);
    }

    private static List<Shape> check(Op op, Tensor[] operands) {
        List<Shape> shapes = new ArrayList<>(operands.length);
        Backend backend = operands[0].backend();
        for (int i = 0; i < operands.length; i++) {
            Tensor t = operands[i];
            if (t.backend() != backend) {
                throw new IllegalArgumentException(op.name() + ": operands live on different backends, " + operands[0].about()
                        + " on " + backend + " and " + t.about() + " on " + t.backend() + "; move the values of one by floats()");
            }
            t.check(op.name());
            if (t.integers() && !op.integers(i)) {
                throw new IllegalArgumentException(op.name() + ": operand " + i + ", " + t.about()
                        + " holds integers, expected real numbers; make them by Tensor.of(backend, shape, x.doubles())");
            }
            shapes.add(t.shape());
        }
        return List.copyOf(shapes);
    }

    /// Where each operand's gradient goes; null if nothing is to be recorded.
    private static Node[] edges(Differentiable<?> op, Tensor[] operands) {
        if (!Gradients.recording()) {
            return null;
        }
        Node[] edges = new Node[operands.length];
        boolean any = false;
        for (int i = 0; i < operands.length; i++) {
            edges[i] = operands[i].node();
            if (edges[i] != null) {
                any = true;
                String constant = op.constant(i);
                if (constant != null) {
                    throw new IllegalArgumentException(op.name() + ": operand " + i + ", " + operands[i].about()
                            + ", requires a gradient, but " + constant + "; pass it through detach()");
                }
            }
        }
        return any ? edges : null;
    }
}
