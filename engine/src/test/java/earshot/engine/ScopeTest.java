package earshot.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.engine.nn.Linear;
import earshot.engine.nn.ParameterSource;
import earshot.engine.ops.Targets;
import earshot.engine.optim.AdamW;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import earshot.kernels.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who owns memory, when it goes back, and what is said to those who use it too late.
class ScopeTest {
    private final Backend backend = Backends.create("reference", 1);

    @Test
    void closingGivesEverythingBack() {
        long before = backend.memory().bytesInUse();
        try (Scope scope = Scope.open()) {
            Tensor x = Tensor.full(backend, Shape.of(10, 10), 2);
            x.mul(x).sum();
            assertEquals(3, scope.size());
            assertTrue(backend.memory().bytesInUse() > before);
        }
        assertEquals(before, backend.memory().bytesInUse());
    }

    @Test
    void aTensorOfAClosedScopeSaysWhereItWasMadeAndWhereItWent() {
        Tensor leaked;
        try (var _ = Scope.open()) {
            leaked = Tensor.full(backend, Shape.of(2), 1).relu();
        }
        String message = assertThrows(IllegalStateException.class, leaked::floats).getMessage();
        assertTrue(message
                .matches("read: relu \\[2], made at ScopeTest\\.aTensorOf.*\\(ScopeTest\\.java:\\d+\\), is gone: its scope,"
                        + " opened at ScopeTest\\..*\\(ScopeTest\\.java:\\d+\\), was closed at ScopeTest\\..*\\(ScopeTest\\.java:\\d+\\);"
                        + " use it inside the scope, promote it to an outer one, or read its values first"),
                message);
        try (var _ = Scope.open()) {
            message = assertThrows(IllegalStateException.class, leaked::exp).getMessage();
            assertTrue(message.startsWith("exp: relu [2]"), message);
        }
    }

    @Test
    void closingTwiceIsAnError() {
        Scope scope = Scope.open();
        scope.close();
        String message = assertThrows(IllegalStateException.class, scope::close).getMessage();
        assertTrue(message.matches("scope: the one opened at ScopeTest\\..* was closed already at ScopeTest\\..*;"
                + " close it once, best by try-with-resources"), message);
    }

    @Test
    void closingTheOuterScopeFirstIsAnError() {
        Scope outer = Scope.open();
        Scope inner = Scope.open();
        String message = assertThrows(IllegalStateException.class, outer::close).getMessage();
        assertTrue(message.contains("still has an open scope inside, opened at ScopeTest."), message);
        inner.close();
        outer.close();
    }

    @Test
    void withoutAScopeThereIsNoTensor() {
        String message = assertThrows(IllegalStateException.class, () -> Tensor.full(backend, Shape.of(1), 0)).getMessage();
        assertTrue(message.startsWith("scope: none is open on thread "), message);
        assertTrue(message.endsWith("put the work inside try (var _ = Scope.open()) { … }"), message);
    }

    @Test
    void aPromotedTensorOutlivesItsScope() {
        try (var _ = Scope.open()) {
            Tensor kept;
            try (Scope inner = Scope.open()) {
                kept = inner.promote(Tensor.full(backend, Shape.of(2), 1).affine(3, 0));
            }
            assertArrayEquals(new double[]{3, 3}, kept.doubles());
        }
        try (Scope only = Scope.open()) {
            Tensor t = Tensor.full(backend, Shape.of(1), 0);
            String message = assertThrows(IllegalStateException.class, () -> only.promote(t)).getMessage();
            assertTrue(message.contains("has no enclosing scope to promote"), message);
        }
    }

    @Test
    void theBackwardPassReleasesWhatItHasConsumed() {
        try (Scope scope = Scope.open()) {
            Tensor w = Tensor.full(backend, Shape.of(4), 2).requireGradient();
            Tensor a = w.exp();
            Tensor kept = a.exp().keep();
            Tensor logits = kept.affine(2, 0);
            Tensor loss = logits.sum();
            loss.backward();
            assertEquals(8 * Math.exp(Math.exp(2)), loss.item(), 1e-9 * loss.item());
            assertEquals(4, logits.doubles().length);
            assertEquals(4, kept.doubles().length);
            String message = assertThrows(IllegalStateException.class, a::doubles).getMessage();
            assertTrue(message.startsWith("read: exp [4], made at ScopeTest.theBackwardPass"), message);
            assertTrue(message.contains("the backward pass at ScopeTest.theBackwardPass")
                    && message.endsWith("released it after its last use; call keep() on it before"), message);
            assertEquals(6, scope.size(), "leaf and its gradient, kept, logits, loss, cotangent");
        }
    }

    @Test
    void nothingIsKeptWhenNothingIsRecorded() {
        Linear layer = new Linear(new ParameterSource(backend, 1), 3, 3);
        try (Scope scope = Scope.open(); var _ = Gradients.off()) {
            Tensor x = Tensor.full(backend, Shape.of(2, 3), 1);
            Tensor y = layer.apply(x).softmax();
            assertTrue(!y.requiresGradient());
            assertEquals(3, scope.size(), "input, scores, result");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "cpu"})
    void memoryDoesNotGrowOverTwoThousandSteps(String name) {
        Backend b = Backends.create(name, 2);
        Linear layer = new Linear(new ParameterSource(b, 1), 7, 5);
        AdamW optimizer = new AdamW(layer.parameters(), 1e-3, 0.01);
        long inUse = 0;
        long held = 0;
        for (int step = 0; step < 2_000; step++) {
            try (var _ = Scope.open()) {
                Tensor x = Tensor.full(b, Shape.of(6, 4, 4, 7), 0.5).relu().maxPool2d(Window.square(3, 2, 1));
                Tensor y = layer.apply(x.globalAvgPool()).reluInPlace();
                y.crossEntropy(Targets.of(b, new int[]{0, 1, 2, 3, 4, 0}, 5, 0.1)).backward();
                optimizer.step();
                optimizer.clearGradients();
            }
            if (step == 1) {
                inUse = b.memory().bytesInUse();
                held = b.memory().bytesHeld();
            }
        }
        assertEquals(inUse, b.memory().bytesInUse());
        assertEquals(held, b.memory().bytesHeld());
    }
}
