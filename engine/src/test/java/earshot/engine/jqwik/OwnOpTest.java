package earshot.engine.jqwik;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.engine.Shape;
import earshot.engine.Tape;
import earshot.engine.Tensor;
import earshot.engine.check.GradCheck;
import earshot.engine.check.GradCheck.Input;
import earshot.engine.nn.Linear;
import earshot.engine.nn.Module;
import earshot.engine.nn.ParameterSource;
import earshot.engine.ops.Differentiable;
import earshot.kernels.Backends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Shrinkable;

/// An op and a module that somebody else wrote, proved as the book says (`gradcheck.md`): the code there stands here.
class OwnOpTest {

    @Property(tries = 200)
    void cumulativeSumHasTheRightGradient(@ForAll @TensorShape(minRank = 2) Input x) {
        GradCheck.assertGradients(t -> Tape.apply(new CumulativeSum(), t.get(0)), x);
    }

    /// {@code y = x · sigmoid(W x + b)}.
    static final class Gate extends Module {
        private final Linear linear;

        Gate(ParameterSource source, int width) {
            linear = part("linear", new Linear(source, width, width));
        }

        @Override
        protected Tensor forward(Tensor x) {
            return x.mul(linear.apply(x).sigmoid());
        }
    }

    @Property(tries = 50)
    void gateHasTheRightGradients(@ForAll @TensorShape(minRank = 1) @TensorValues(low = -3, high = 3) Input x) {
        Gate gate = new Gate(new ParameterSource(Backends.create("reference", 1), 1), x.shape().size(-1));
        GradCheck.assertGradients(gate, t -> gate.apply(t.get(0)), x);
    }

    /// A cumulative sum whose backward pass forgot to transpose.
    private record Forgetful() implements Differentiable<Forgetful.Saved> {
        record Saved() {
        }

        @Override
        public String name() {
            return "forgetful_cumsum";
        }

        @Override
        public Shape shape(List<Shape> operands) {
            return operands.getFirst();
        }

        @Override
        public Forward<Saved> forward(Shape shape, Tensor... operands) {
            return new Forward<>(operands[0].matmul(CumulativeSum.triangle(operands[0])), new Saved());
        }

        @Override
        public Tensor[] backward(Saved saved, Tensor dy, boolean[] needs) {
            return new Tensor[]{dy.matmul(CumulativeSum.triangle(dy))};
        }
    }

    @Example
    void aWrongGradientIsFoundAndShrunkToTheSmallestShape() {
        Random random = new Random(5);
        var inputs = Tensors.inputs(Tensors.shapes(2, 3), -2, 2, 0).generator(200);
        Shrinkable<Input> failing = null;
        for (int i = 0; i < 200 && failing == null; i++) {
            Shrinkable<Input> next = inputs.next(random);
            failing = wrong(next.value()) ? next : null;
        }
        Optional<Shrinkable<Input>> smaller = Optional.of(failing);
        while (smaller.isPresent()) {
            failing = smaller.get();
            smaller = failing.shrink().filter(s -> wrong(s.value())).findFirst();
        }
        assertEquals(Shape.of(1, 2), failing.value().shape());
    }

    private static boolean wrong(Input x) {
        try {
            GradCheck.assertGradients(t -> Tape.apply(new Forgetful(), t.get(0)), x);
            return false;
        } catch (AssertionError found) {
            return true;
        }
    }

    /// A gate whose parameter is used behind a detour that no gradient passes.
    @Example
    void aParameterWithoutItsGradientIsFound() {
        Gate gate = new Gate(new ParameterSource(Backends.create("reference", 1), 1), 2);
        Input x = Input.of(Shape.of(1, 2), 0.5, -1.5);
        var error = assertThrows(AssertionError.class, () -> GradCheck.assertGradients(gate,
                t -> t.get(0).linear(gate.linear.parameters().get("weight").value().detach(), null), x));
        assertTrue(error.getMessage().contains("gradient of parameter linear.weight [2,2], element "), error.getMessage());
    }

    @Property(tries = 100)
    void annotationsAreObeyed(
            @ForAll @TensorShape(minRank = 2, maxRank = 2, sizes = {3,
                    4}) @TensorValues(low = -1, high = 5, clearOfZero = 0.5) Input x,
            @ForAll @TensorShape(maxRank = 1) Shape shape) {
        assertEquals(2, x.shape().rank());
        for (int size : x.shape().sizes()) {
            assertTrue(size == 3 || size == 4, x.shape().toString());
        }
        for (double v : x.values()) {
            assertTrue(v >= -1 && v <= 5 && Math.abs(v) >= 0.5, "value " + v);
        }
        assertTrue(shape.rank() <= 1, shape.toString());
    }

    @Example
    void theBookShowsThisCode() throws IOException {
        Path root = Path.of(System.getProperty("earshot.root"));
        Path tests = root.resolve("engine/src/test/java/earshot/engine/jqwik");
        String code = (Files.readString(tests.resolve("OwnOpTest.java")) + Files.readString(tests.resolve("CumulativeSum.java")))
                .replaceAll("\\s+", " ");
        String book = Files.readString(root.resolve("src/site/markdown/gradcheck.md"));
        List<String> blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(book).results()
                .map((MatchResult m) -> m.group(1).strip().replaceAll("\\s+", " ")).toList();
        assertEquals(3, blocks.size(), "blocks of code in gradcheck.md");
        for (String block : blocks) {
            assertTrue(code.contains(block), "gradcheck.md shows code that stands in no test: " + block);
        }
    }
}
