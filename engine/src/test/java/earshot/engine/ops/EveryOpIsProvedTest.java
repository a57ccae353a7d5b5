package earshot.engine.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.engine.Scope;
import earshot.engine.Tensor;
import earshot.engine.check.Draws;
import earshot.engine.check.OpCase;
import earshot.engine.check.OpProof;
import earshot.engine.check.OpProofs;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A test that counts: every differentiable op has a proof of its own, and a test that runs it.
class EveryOpIsProvedTest {
    private final Backend backend = Backends.create("reference", 1);

    @Test
    void everyDifferentiableOpHasAProof() {
        assertEquals(List.of(), OpProofs.unproved());
        int ops = OpProofs.differentiable().size();
        assertTrue(ops >= 57, "only " + ops + " ops were found; does the search still work?");
    }

    @Test
    void everyDifferentiableOpHasATestOfItsProof() throws ReflectiveOperationException {
        List<String> forgotten = new ArrayList<>();
        for (Class<?> op : OpProofs.differentiable()) {
            try {
                Class<?> test = Class.forName(op.getName() + "Test");
                if (!OpProperties.class.isAssignableFrom(test)) {
                    forgotten.add(op.getSimpleName() + ": " + test.getSimpleName() + " does not extend OpProperties");
                } else if (((OpProperties) test.getDeclaredConstructor().newInstance()).op() != op) {
                    forgotten.add(op.getSimpleName() + ": " + test.getSimpleName() + " runs the proof of another op");
                }
            } catch (ClassNotFoundException e) {
                forgotten.add(op.getSimpleName() + ": there is no " + op.getSimpleName() + "Test");
            }
        }
        assertEquals(List.of(), forgotten);
    }

    @Test
    void proofsRunTheOpThatTheyName() {
        List<String> names = OpProofs.all().stream().map(OpProof::name).toList();
        assertEquals(names.size(), new HashSet<>(names).size(), "two proofs share a name: " + names);
        List<String> wrong = OpProofs.all().stream().filter(p -> p.op() != null)
                .filter(p -> IntStream.range(0, 20)
                        .noneMatch(seed -> result(p.draw(Draws.random(seed))).startsWith(p.name() + " [")))
                .map(OpProof::name).toList();
        assertEquals(List.of(), wrong);
    }

    /// The result's description, which begins with the name of the op that made it.
    private String result(OpCase c) {
        try (var _ = Scope.open()) {
            List<Tensor> x = c.inputs().stream().map(i -> Tensor.of(backend, i.shape(), i.values())).toList();
            return c.op().apply(x.stream().map(t -> t.affine(1, 0)).toList()).toString();
        }
    }
}
