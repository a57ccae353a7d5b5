package earshot.engine;

import earshot.engine.ops.Differentiable;
import earshot.engine.ops.NonDifferentiable;
import java.util.List;
import java.util.stream.Collectors;

/// Where a gradient can flow to: the origin of a tensor that depends on something with a gradient.
sealed abstract class Node {

    /// A tensor that was not computed: a parameter, or an input whose gradient is wanted. It collects its gradient.
    static final class Leaf extends Node {
        /// The scope of the gradient; null for parameters.
        final Scope home;
        /// The sum of all gradients that have arrived; null if none has.
        Tensor gradient;

        Leaf(Scope home) {
            this.home = home;
        }
    }

    /// The result of an operation that can be run backward once.
    static final class Computed extends Node {
        final Differentiable<?> op;
        /// Creation order: operands come before results, so descending order runs every node after all that use its result.
        final long order;
        final List<Shape> operands;
        final Shape shape;
        final Origin made;
        /// One per operand; null where no gradient is needed.
        final Node[] edges;
        /// What the op saved; null once it has been run backward.
        Record saved;
        /// Where it was run backward; null before.
        Origin consumed;
        /// The gradient of its result during a backward pass.
        Tensor gradient;

        Computed(Differentiable<?> op, long order, List<Shape> operands, Shape shape, Origin made, Node[] edges, Record saved) {
            this.op = op;
            this.order = order;
            this.operands = operands;
            this.shape = shape;
            this.made = made;
            this.edges = edges;
            this.saved = saved;
        }

        /// Which operands need a gradient.
        boolean[] needs() {
            boolean[] needs = new boolean[edges.length];
            for (int i = 0; i < edges.length; i++) {
                needs[i] = edges[i] != null;
            }
            return needs;
        }

        @Override
        public String toString() {
            return op.name() + " of " + operands.stream().map(Shape::toString).collect(Collectors.joining(", ")) + ", made at "
                    + made;
        }
    }

    /// The result of an operation that no gradient can pass.
    static final class Barrier extends Node {
        final NonDifferentiable op;
        final List<Shape> operands;
        final Origin made;

        Barrier(NonDifferentiable op, List<Shape> operands, Origin made) {
            this.op = op;
            this.operands = operands;
            this.made = made;
        }
    }
}
