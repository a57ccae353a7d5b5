package earshot.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.engine.ops.Affine;
import earshot.engine.ops.Differentiable;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How gradients find their way, and what is said when they cannot.
class BackwardTest {
    private final Backend backend = Backends.create("reference", 1);
    private Scope scope;

    @BeforeEach
    void open() {
        scope = Scope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    @Test
    void gradientsOfSeveralUsesAddUp() {
        Tensor x = leaf(1, 2, 3);
        // x² + x · 2 + x: by way of a product with itself, a shared intermediate and the leaf itself
        Tensor twice = x.affine(2, 0);
        x.mul(x).add(twice).add(x).sum().backward();
        assertArrayEquals(new double[]{5, 7, 9}, x.gradient().doubles(), 1e-12);
    }

    @Test
    void gradientsAccumulateOverPassesUntilCleared() {
        Tensor x = leaf(1, 2, 3);
        x.sum().backward();
        x.affine(4, 0).sum().backward();
        assertArrayEquals(new double[]{5, 5, 5}, x.gradient().doubles(), 1e-12);
        x.clearGradient();
        assertNull(x.gradient());
    }

    @Test
    void theCotangentStaysAsItWas() {
        Tensor x = leaf(1, -2, 3);
        Tensor dy = Tensor.of(backend, Shape.of(3), 7.0, 8.0, 9.0);
        x.relu().backward(dy);
        assertArrayEquals(new double[]{7, 8, 9}, dy.doubles());
        assertArrayEquals(new double[]{7, 0, 9}, x.gradient().doubles());
        Tensor y = leaf(1, 2, 3);
        y.backward(dy);
        assertArrayEquals(new double[]{7, 8, 9}, y.gradient().doubles());
        y.backward(dy);
        assertArrayEquals(new double[]{7, 8, 9}, dy.doubles());
    }

    @Test
    void twoLeavesDoNotShareAGradient() {
        Tensor a = leaf(1, 2, 3);
        Tensor b = leaf(4, 5, 6);
        a.add(b).sum().backward();
        a.add(a).sum().backward();
        assertArrayEquals(new double[]{3, 3, 3}, a.gradient().doubles());
        assertArrayEquals(new double[]{1, 1, 1}, b.gradient().doubles());
    }

    @Test
    void whatTheCallerMadeIsNeverReleased() {
        Tensor x = leaf(1, 2, 3);
        Parameter w = new Parameter(backend, Shape.of(3), Layout.PLAIN);
        w.value().write(new double[]{4, 5, 6});
        x.reshape(1, 3).mul(w.value().reshape(3, 1)).exp().log().sum().backward();
        assertArrayEquals(new double[]{1, 2, 3}, x.doubles());
        assertArrayEquals(new double[]{4, 5, 6}, w.value().doubles());
        assertArrayEquals(new double[]{15, 15, 15}, x.gradient().doubles(), 1e-9);
        assertArrayEquals(new double[]{6, 6, 6}, w.gradient().doubles(), 1e-9);
    }

    @Test
    void twiceIsAnError() {
        Tensor x = leaf(1, 2, 3);
        Tensor y = x.mul(x);
        y.sum().backward();
        says(() -> y.sum().backward(), "backward: mul of \\[3], \\[3], made at BackwardTest.twice.*, was run backward already at"
                + " BackwardTest.twice.* and its saved values are released; run the forward pass again, or add the losses and go"
                + " backward once");
    }

    @Test
    void moreThanOneNumberNeedsACotangent() {
        Tensor y = leaf(1, 2, 3).exp();
        says(y::backward, "backward: exp \\[3], made at .* is not one number; pass a cotangent of this shape, or reduce it with"
                + " sum\\(\\) or mean\\(\\)");
        Tensor wrong = Tensor.full(backend, Shape.of(2), 1);
        says(() -> y.backward(wrong), "backward: the cotangent is \\[2] on reference, expected \\[3] on reference as exp .*");
    }

    @Test
    void withoutALeafThereIsNothingToDo() {
        Tensor x = Tensor.full(backend, Shape.of(), 1);
        says(() -> x.exp().backward(),
                "backward: exp \\[], made at .* depends on nothing that requires a gradient; use parameters.*");
        try (var _ = Gradients.off()) {
            says(() -> leaf(1, 2, 3).sum().backward(), "backward: sum .* do not run the forward pass inside Gradients.off\\(\\)");
        }
    }

    @Test
    void anOpWithoutAGradientGivesItsReason() {
        Tensor best = leaf(1, 5, 3).argMax();
        assertArrayEquals(new int[]{1}, best.ints());
        says(best::backward,
                "backward: no gradient passes argmax of \\[\\[3]], made at BackwardTest.*: the position of a maximum does"
                        + " not change with small changes of the values; use detach\\(\\) on its operand if it is meant as a constant");
    }

    @Test
    void aConstantOperandSaysSo() {
        Tensor logits = Tensor.of(backend, Shape.of(1, 3), 1.0, 2.0, 3.0);
        Tensor target = Tensor.of(backend, Shape.of(1, 3), 1.0, 0.0, 0.0).requireGradient();
        says(() -> logits.crossEntropy(target),
                "cross_entropy: operand 1, tensor \\[1,3], .* requires a gradient, but the target of a"
                        + " loss is a constant; pass it through detach\\(\\)");
    }

    @Test
    void aSavedValueMustNotBeWrittenOver() {
        Tensor y = leaf(1, 2, 3).exp();
        says(y::reluInPlace,
                "relu in place: exp \\[3], made at .* is saved for the backward pass and must not change; use the operation"
                        + " that makes a new tensor");
        Tensor x = leaf(1, 2, 3);
        says(x::reluInPlace, "relu in place: tensor \\[3], made at .* is a leaf of the graph and must not change; .*");
    }

    @Test
    void whatWasWrittenOverIsStale() {
        Tensor y = leaf(1, -2, 3).affine(1, 0);
        y.reluInPlace();
        says(y::doubles,
                "read: affine \\[3], .* was written over in place by relu at BackwardTest.*; use its result instead, or the"
                        + " operation that makes a new tensor".replace("affine", "\\w+"));
    }

    @Test
    void aParameterChangedBeforeItsBackwardPassIsNoticed() {
        Parameter w = new Parameter(backend, Shape.of(2), Layout.PLAIN);
        w.value().write(new double[]{1, 2});
        Tensor loss = w.value().mul(w.value()).sum();
        w.changed("a test");
        says(loss::backward, "backward of mul: parameter \\[2], .* was written over in place by a test at BackwardTest.*");
    }

    @Test
    void noGradientIsComputedThatNobodyNeeds() {
        boolean[] asked = new boolean[2];
        record Saved() {
        }
        Differentiable<Saved> spy = new Differentiable<>() {
            @Override
            public String name() {
                return "spy";
            }

            @Override
            public Shape shape(List<Shape> operands) {
                return operands.getFirst();
            }

            @Override
            public Forward<Saved> forward(Shape shape, Tensor... operands) {
                return new Forward<>(operands[0].copy(), new Saved());
            }

            @Override
            public Tensor[] backward(Saved saved, Tensor dy, boolean[] needs) {
                System.arraycopy(needs, 0, asked, 0, 2);
                return new Tensor[]{null, dy};
            }
        };
        Tensor w = leaf(1, 2, 3);
        Tape.apply(spy, Tensor.full(backend, Shape.of(3), 1), w).sum().backward();
        assertArrayEquals(new boolean[]{false, true}, asked);
        assertArrayEquals(new double[]{1, 1, 1}, w.gradient().doubles());
    }

    @Test
    void operandsOfDifferentBackendsAreRefused() {
        Tensor a = leaf(1, 2, 3);
        Tensor b = Tensor.full(Backends.create("cpu", 1), Shape.of(3), 1);
        says(() -> a.add(b), "add: operands live on different backends, .* on reference and .* on cpu; move the values of one by"
                + " floats\\(\\)");
    }

    @Test
    void recordingIsOffOnlyInsideTheBlock() {
        Tensor x = leaf(1, 2, 3);
        try (var _ = Gradients.off()) {
            assertTrue(!Tape.apply(new Affine(1, 0), x).requiresGradient());
            try (var _ = Gradients.on()) {
                assertTrue(x.exp().requiresGradient());
            }
            assertTrue(!x.exp().requiresGradient());
        }
        assertTrue(x.exp().requiresGradient());
        assertEquals(false, x.exp().detach().requiresGradient());
    }

    private Tensor leaf(double... values) {
        return Tensor.of(backend, Shape.of(values.length), values).requireGradient();
    }

    private static void says(Runnable action, String pattern) {
        String message = assertThrows(RuntimeException.class, action::run).getMessage();
        assertTrue(message.matches("(?s)" + pattern), message);
    }
}
