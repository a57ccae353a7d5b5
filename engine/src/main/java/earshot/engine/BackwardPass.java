package earshot.engine;

import earshot.engine.ops.Differentiable;
import earshot.kernels.Backend;
import earshot.kernels.elementwise.BinaryFunction;
import earshot.kernels.elementwise.Broadcast;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reverse-mode differentiation: walks the graph from one result to its leaves and releases what it has consumed.
///
/// Nodes run in descending order of creation, so that each runs once, after everything that used its result, and always in the
/// same order. The gradient of an intermediate value is released (or written over) as soon as its node has run, and a saved value when
/// the last node that saved it has.
final class BackwardPass {
    private final Origin origin = Origin.here();
    private final Tensor root;

    BackwardPass(Tensor root) {
        this.root = root;
    }

    /// Runs it all.
    ///
    /// @param cotangent gradient of the root, of its shape
    void run(Tensor cotangent) {
        List<Node.Computed> nodes = collect();
        boolean kept = root.buffer().kept;
        root.buffer().kept = true; // the caller will want to read the loss
        try (var _ = Gradients.off()) {
            cotangent.buffer().shares += 2; // it is the caller's: nobody may write over it, or take it
            deliver(cotangent, root.node());
            for (Node.Computed node : nodes) {
                if (node.gradient != null) {
                    step(node, node.op);
                }
            }
            cotangent.buffer().shares -= 2;
        } finally {
            root.buffer().kept = kept;
        }
    }

    /// All nodes below the root, latest first.
    private List<Node.Computed> collect() {
        List<Node.Computed> nodes = new ArrayList<>();
        Set<Node> seen = new HashSet<>();
        Deque<Node> open = new ArrayDeque<>();
        open.push(root.node());
        while (!open.isEmpty()) {
            Node node = open.pop();
            if (!seen.add(node)) {
                continue;
            }
            switch (node) {
                case Node.Leaf _ -> {
                }
                case Node.Barrier barrier -> throw new IllegalStateException("backward: no gradient passes " + barrier.op.name()
                        + " of " + barrier.operands + ", made at " + barrier.made + ": " + barrier.op.why()
                        + "; use detach() on its operand if it is meant as a constant");
                case Node.Computed computed -> {
                    if (computed.consumed != null) {
                        throw new IllegalStateException("backward: " + computed + ", was run backward already at "
                                + computed.consumed + " and its saved values are released; run the forward pass again, or add"
                                + " the losses and go backward once");
                    }
                    nodes.add(computed);
                    for (Node edge : computed.edges) {
                        if (edge != null) {
                            open.push(edge);
                        }
                    }
                }
            }
        }
        nodes.sort(Comparator.comparingLong((Node.Computed n) -> n.order).reversed());
        return nodes;
    }

    private <S extends Record> void step(Node.Computed node, Differentiable<S> op) {
        Tensor dy = node.gradient;
        node.gradient = null;
        node.consumed = origin;
        @SuppressWarnings("unchecked") // the tape put the op's own record there
        S saved = (S) node.saved;
        node.saved = null;
        for (Tensor t : SavedTensors.of(saved)) {
            t.check("backward of " + node.op.name());
        }
        Tensor[] dx = gradients(node, op, saved, dy);
        for (Tensor t : dx) {
            if (t != null) {
                t.buffer().shares++;
            }
        }
        for (int i = 0; i < dx.length; i++) {
            if (dx[i] != null) {
                deliver(dx[i], node.edges[i]);
                drop(dx[i]);
            }
        }
        drop(dy);
        for (Tensor t : SavedTensors.of(saved)) {
            Buffer b = t.buffer();
            if (--b.saves == 0 && b.intermediate && !b.kept) {
                b.release("the backward pass at " + origin + " released it after its last use; call keep() on it before");
            }
        }
    }

    /// What the op gives for the operands that need a gradient, null for the others.
    private <S extends Record> Tensor[] gradients(Node.Computed node, Differentiable<S> op, S saved, Tensor dy) {
        boolean[] needs = node.needs();
        try (Scope inner = Scope.inner()) {
            Tensor[] dx = op.backward(saved, dy, needs);
            for (int i = 0; i < needs.length; i++) {
                if (!needs[i]) {
                    dx[i] = null;
                    continue;
                }
                checkGradient(node, i, dx[i]);
                // A gradient may be dy itself, but must not be a saved value, which has another life.
                boolean free = dx[i].buffer().scope == inner || dx[i].buffer().shares > 0;
                dx[i] = inner.promote(free ? dx[i] : dx[i].copy());
            }
            return dx;
        }
    }

    private void checkGradient(Node.Computed node, int operand, Tensor dx) {
        if (dx == null || !dx.shape().equals(node.operands.get(operand))) {
            throw new IllegalStateException("backward: " + node + ", gave for operand " + operand + " a gradient of "
                    + (dx == null ? "nothing" : dx.shape()) + ", expected " + node.operands.get(operand)
                    + "; this is a mistake in the op");
        }
    }

    /// Adds a gradient to what a node has so far. The caller counts as one holder of its memory meanwhile.
    private void deliver(Tensor gradient, Node node) {
        switch (node) {
            case Node.Computed computed -> {
                Tensor before = computed.gradient;
                computed.gradient = before == null ? gradient : add(before, gradient);
                computed.gradient.buffer().shares++;
                if (before != null) {
                    drop(before);
                }
            }
            case Node.Leaf leaf -> {
                if (leaf.gradient != null) {
                    addInto(leaf.gradient, leaf.gradient, gradient);
                    return;
                }
                Tensor own = gradient.buffer().shares > 1 ? gradient.copy() : gradient;
                own.buffer().move(leaf.home);
                own.buffer().kept = true;
                leaf.gradient = own.as("gradient", null);
            }
            case Node.Barrier _ -> throw new AssertionError("barriers are refused before the pass begins");
        }
    }

    /// The sum, in the memory of {@code a} if nobody else holds it.
    private Tensor add(Tensor a, Tensor b) {
        Tensor sum = a.reuse();
        addInto(sum, a, b);
        return sum;
    }

    private static void addInto(Tensor y, Tensor a, Tensor b) {
        Backend backend = y.backend();
        int[] size = {y.shape().count()};
        backend.elementwise().binary(BinaryFunction.ADD, Broadcast.of(size, size), a.storage(), b.storage(), y.storage());
    }

    /// One holder less; the last one releases.
    private void drop(Tensor gradient) {
        Buffer b = gradient.buffer();
        if (--b.shares == 0 && !b.kept && b.saves == 0) {
            b.release("the backward pass at " + origin + " has consumed it");
        }
    }
}
