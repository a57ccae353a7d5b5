package earshot.engine.check;

import earshot.kernels.Backend;

/// What came out when an op's proof was tried with many random cases.
///
/// @param gradient largest deviation from central differences, on the reference
/// @param device largest deviation of the device's result and gradients from the reference's
public record ProofRun(OpProof proof, int tries, Worst gradient, Worst device) {

    /// The worst case of a kind.
    ///
    /// @param error infinite if the case could not be computed
    /// @param where the tensor, the element and both values, or what went wrong
    /// @param input op, attributes, shapes and seed of the case; empty if no case had any error
    public record Worst(double error, String where, String input) {

        private Worst or(GradCheck.Result result, OpCase c, int number) {
            return result.error() > error ? new Worst(result.error(), result.where(), c + ", try " + number) : this;
        }
    }

    /// Tries a proof.
    ///
    /// @param reference in double precision
    /// @param tries number of cases
    /// @param seed decides all cases, together with the op's name
    public static ProofRun of(OpProof proof, Backend reference, Backend device, int tries, long seed) {
        Worst gradient = new Worst(0, "", "");
        Worst other = gradient;
        for (int i = 0; i < tries; i++) {
            OpCase c = proof.draw(Draws.random(31 * (31 * seed + proof.name().hashCode()) + i));
            gradient = gradient.or(guarded(() -> OpProof.gradient(reference, c)), c.at(Edge.NONE), i);
            other = other.or(guarded(() -> OpProof.device(reference, device, c)), c, i);
        }
        return new ProofRun(proof, tries, gradient, other);
    }

    /// Whether both kinds of error are within their tolerances.
    public boolean passed() {
        return gradient.error < OpProof.GRADIENT_TOLERANCE && device.error < proof.floatTolerance();
    }

    private interface Check {
        GradCheck.Result run();
    }

    /// A case that cannot even be computed is as wrong as can be.
    private static GradCheck.Result guarded(Check check) {
        try {
            return check.run();
        } catch (RuntimeException e) {
            return new GradCheck.Result(Double.POSITIVE_INFINITY, e.toString());
        }
    }
}
