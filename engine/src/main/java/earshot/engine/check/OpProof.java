package earshot.engine.check;

import earshot.engine.ops.Differentiable;
import earshot.kernels.Backend;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;

/// How an op is proved: which random cases cover its attributes and its shape rule, and how far a device may be off.
///
/// The same proof is run by `earshot gradcheck` and by the op's test.
///
/// @param name as errors have it, for instance {@code conv2d}; a composition of ops has a name of its own
/// @param op the op; null for a composition
/// @param cases makes a case out of choices
/// @param floatTolerance largest deviation of a device's result and gradients, relative to the largest value or 1
/// @param edges what values may be done to without making the op meaningless, such as a division by 0
public record OpProof(String name, Class<?> op, Function<Draws, OpCase> cases, double floatTolerance, Set<Edge> edges) {
    /// Largest deviation of a gradient from central differences in double precision.
    public static final double GRADIENT_TOLERANCE = 1e-6;

    /// Operands are of the order of 1, so a sum of n products is off by some √n · 1e-7.
    private static final double FLOAT_TOLERANCE = 1e-5;

    /// The proof of an op, at every edge.
    static OpProof of(String name, Class<? extends Differentiable<?>> op, Function<Draws, OpCase> cases) {
        return new OpProof(name, op, cases, FLOAT_TOLERANCE, EnumSet.allOf(Edge.class));
    }

    /// The proof of something that is composed of ops.
    static OpProof composed(String name, Function<Draws, OpCase> cases) {
        return new OpProof(name, null, cases, FLOAT_TOLERANCE, EnumSet.allOf(Edge.class));
    }

    /// With another float tolerance.
    OpProof within(double tolerance) {
        return new OpProof(name, op, cases, tolerance, edges);
    }

    /// Without an edge.
    OpProof without(Edge edge) {
        Set<Edge> others = EnumSet.copyOf(edges);
        others.remove(edge);
        return new OpProof(name, op, cases, floatTolerance, others);
    }

    /// A case of these choices.
    public OpCase draw(Draws draws) {
        OpCase c = cases.apply(draws);
        return c.at(draws.of(edges.stream().sorted().toList()));
    }

    /// Compares the gradients of a case with central differences.
    ///
    /// @param reference in double precision
    public static GradCheck.Result gradient(Backend reference, OpCase c) {
        return GradCheck.differences(reference, c.op(), c.inputs(), c.seed());
    }

    /// Compares result and gradients of a case on two devices, at the case's edge.
    public static GradCheck.Result device(Backend reference, Backend device, OpCase c) {
        return GradCheck.backends(reference, device, c.op(), c.edge().of(c.inputs()), c.edge().floor(), c.seed());
    }

    @Override
    public String toString() {
        return name;
    }
}
