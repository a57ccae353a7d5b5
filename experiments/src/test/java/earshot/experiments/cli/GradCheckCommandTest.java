package earshot.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.engine.Tensor;
import earshot.engine.check.Draws;
import earshot.engine.check.Edge;
import earshot.engine.check.GradCheck.Input;
import earshot.engine.check.OpCase;
import earshot.engine.check.OpProof;
import earshot.engine.check.OpProofs;
import earshot.experiments.ExperimentException;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// `earshot gradcheck`.
class GradCheckCommandTest {
    private final Earshot earshot = new Earshot();

    private List<String> out() {
        return earshot.out().lines().toList();
    }

    @Test
    void everyOpPassesAndIsListed() {
        assertEquals(0, earshot.run("gradcheck", "--tries", "2"), out() + earshot.err());
        for (OpProof p : OpProofs.all()) {
            assertTrue(out().stream().anyMatch(line -> line.startsWith(p.name() + " ")), p.name());
        }
        assertTrue(out().getLast().matches(OpProofs.all().size() + " ops, 2 tries each, seed 0: all passed; [0-9.]+ s"),
                out().getLast());
    }

    @Test
    void theSameSeedGivesTheSameFigures() {
        assertEquals(0, earshot.run("gradcheck", "--op", "exp", "--op", "conv1d", "--tries", "5", "--seed", "3"), earshot.err());
        List<String> first = out();
        assertEquals(0, earshot.run("gradcheck", "--op", "exp", "--op", "conv1d", "--tries", "5", "--seed", "3"), earshot.err());
        assertEquals(5, first.size(), first.toString());
        assertEquals(first.subList(0, 4), out().subList(0, 4));
        assertEquals(0, earshot.run("gradcheck", "--op", "exp", "--op", "conv1d", "--tries", "5", "--seed", "4"), earshot.err());
        assertFalse(first.subList(0, 4).equals(out().subList(0, 4)));
    }

    @Test
    void unknownNamesAreExplained() {
        assertEquals(2, earshot.run("gradcheck", "--op", "con2d"));
        assertEquals("earshot: --op: there is no op con2d; the nearest names are conv2d, conv1d, concat", earshot.err().strip());
        assertEquals(2, earshot.run("gradcheck", "--device", "gpu"));
        assertTrue(earshot.err().contains("no such name: gpu; the names are cpu, cpu-exact, reference, "), earshot.err());
        assertEquals(2, earshot.run("gradcheck", "--tries", "0"));
        assertEquals("earshot: --tries: expected at least 1, got 0", earshot.err().strip());
    }

    @Test
    void aWrongGradientFailsAndIsShown() {
        // A square that treats one factor as a constant: its gradient is half of the right one.
        List<String> lines = failing("half_square", x -> x.mul(x.detach()), "half_square");
        assertTrue(lines.getFirst().contains("FAILED  5.0e-01 of 1e-06  half_square of ["), lines.getFirst());
        assertTrue(lines.get(1).contains("gradient of operand 0 ["), lines.get(1));
        assertTrue(lines.get(2).contains(" ok "), lines.get(2));
    }

    @Test
    void anOpThatCannotBeComputedFails() {
        List<String> lines = failing("misfit", x -> x.reshape(7, 7, 7, 7), "misfit");
        assertTrue(lines.getFirst().contains("FAILED  Infinity"), lines.getFirst());
        assertTrue(lines.get(1).contains("reshape: "), lines.get(1));
    }

    private List<String> failing(String name, UnaryOperator<Tensor> op, String expected) {
        OpProof proof = new OpProof(name, null, (Draws d) -> {
            var shape = d.shape(1, 2);
            double[] values = new Random(d.seed()).doubles(shape.count(), 1, 2).toArray();
            return new OpCase(name, x -> op.apply(x.get(0)), List.of(Input.of(shape, values)), 1);
        }, 1e-5, Set.of(Edge.NONE));
        var command = new GradCheckCommand(earshot.terminal(), List.of(proof));
        new CommandLine(command).parseArgs("--tries", "3");
        String message = assertThrows(ExperimentException.class, command::call).getMessage();
        assertEquals("gradcheck: failed: " + expected + "; repeat one with --op NAME and the same --seed and --tries", message);
        return out();
    }
}
