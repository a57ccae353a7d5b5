package earshot.engine.ops;

import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.engine.check.Draws;
import earshot.engine.check.GradCheck;
import earshot.engine.check.OpCase;
import earshot.engine.check.OpProof;
import earshot.engine.check.OpProofs;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.ShrinkingMode;

/// What every differentiable op has to stand: its gradient is that of central differences in double, and the CPU gives what the
/// reference gives. Which operands are tried, and what is allowed, says the op's [OpProof], which `earshot gradcheck` runs as well.
///
/// jqwik knows nothing of ops: it chooses and shrinks the numbers that a case is made of.
abstract class OpProperties {
    private static final Backend REFERENCE = Backends.create("reference", 1);
    private static final Backend CPU = Backends.create("cpu", 2);
    /// More than any case has choices.
    private static final int CHOICES = 24;

    private final OpProof proof;

    /// @param name of the op, as [OpProof#name] has it
    OpProperties(String name) {
        this.proof = OpProofs.all().stream().filter(p -> p.name().equals(name)).findFirst()
                .orElseThrow(() -> new AssertionError("no proof is called " + name));
    }

    @Provide
    Arbitrary<OpCase> cases() {
        return Arbitraries.integers().between(0, Draws.RANGE - 1).withDistribution(RandomDistribution.uniform()).list()
                .ofSize(CHOICES).map(numbers -> proof.draw(Draws.from(numbers))).withoutEdgeCases();
    }

    @Property(tries = 200, shrinking = ShrinkingMode.BOUNDED)
    void gradientIsThatOfCentralDifferences(@ForAll("cases") OpCase c) {
        GradCheck.Result r = OpProof.gradient(REFERENCE, c);
        assertTrue(r.error() < OpProof.GRADIENT_TOLERANCE, r.toString());
    }

    @Property(tries = 200, shrinking = ShrinkingMode.BOUNDED)
    void cpuGivesWhatTheReferenceGives(@ForAll("cases") OpCase c) {
        GradCheck.Result r = OpProof.device(REFERENCE, CPU, c);
        assertTrue(r.error() < proof.floatTolerance(), r.toString());
    }

    /// What the test's name says is what it tests.
    final Class<?> op() {
        return proof.op();
    }
}
