package earshot.engine.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import earshot.engine.Layout;
import earshot.engine.Parameter;
import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.files.TensorData;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What golden numbers do not show: dampening, no momentum, momentum that moves, saved state, errors.
class SgdTest {
    private final Backend backend = Backends.create("reference", 1);

    @Test
    void dampeningSparesTheFirstStep() {
        Parameter w = parameter(1);
        Sgd optimizer = new Sgd(List.of(new ParameterGroup(Map.of("w", w), 0.5, 0)), 0.5, 0.75, false);
        step(optimizer, w); // v = 1
        assertArrayEquals(new double[]{0.5}, w.value().doubles());
        step(optimizer, w); // v = 0.5 + 0.25
        assertArrayEquals(new double[]{0.125}, w.value().doubles());
    }

    @Test
    void withoutMomentumNothingIsRemembered() {
        Parameter w = parameter(1, 2);
        Sgd optimizer = new Sgd(Map.of("w", w), 0.25, 0, 0);
        step(optimizer, w);
        step(optimizer, w);
        assertArrayEquals(new double[]{0.5, 1.5}, w.value().doubles());
        assertEquals(Set.of("w.step"), optimizer.state().keySet());
        assertEquals(
                "SGD: it was built without momentum and has no velocity, so momentum cannot become 0.85; build it with a momentum"
                        + " above 0, or take a schedule that leaves it alone",
                assertThrows(IllegalStateException.class, () -> optimizer.setMomentum(0.85)).getMessage());
        assertThrows(IllegalStateException.class, () -> OneCycle.of(3).apply(optimizer, 1));
    }

    @Test
    void momentumFollowsTheSchedule() {
        Parameter w = parameter(1);
        Sgd optimizer = new Sgd(List.of(new ParameterGroup(Map.of("w", w), 1, 0)), 0.9, 0, false);
        new OneCycle(10, 0.3, 4, 10, OneCycle.Anneal.LINEAR, false, new OneCycle.Momentum(0.5, 0.75)).apply(optimizer, 0);
        assertEquals(0.75, optimizer.momentum());
        assertEquals(0.25, optimizer.learningRate(0));
        step(optimizer, w); // v = 1
        optimizer.setLearningRate(1);
        optimizer.setMomentum(0.5);
        step(optimizer, w); // v = 0.5 + 1
        assertArrayEquals(new double[]{1 - 0.25 - 1.5}, w.value().doubles());
    }

    @Test
    void aSavedStateContinues() {
        Parameter a = parameter(1, 2);
        Sgd first = new Sgd(List.of(new ParameterGroup(Map.of("w", a), 0.1, 0.01)), 0.9, 0.5, false);
        step(first, a);
        step(first, a);
        Map<String, TensorData> state = first.state();
        assertEquals(Set.of("w.momentum_buffer", "w.step"), state.keySet());
        Parameter b = parameter(a.value().doubles());
        Sgd second = new Sgd(List.of(new ParameterGroup(Map.of("w", b), 0.1, 0.01)), 0.9, 0.5, false);
        second.load(state);
        step(first, a);
        step(second, b);
        assertArrayEquals(a.value().doubles(), b.value().doubles());
    }

    @Test
    void nesterovNeedsMomentumWithoutDampening() {
        List<ParameterGroup> groups = List.of(new ParameterGroup(Map.of("w", parameter(1)), 0.1, 0));
        assertEquals(
                "SGD: Nesterov's momentum must be above 0 and not dampened, got momentum 0.9 and dampening 0.1; do without nesterov",
                assertThrows(IllegalArgumentException.class, () -> new Sgd(groups, 0.9, 0.1, true)).getMessage());
        assertThrows(IllegalArgumentException.class, () -> new Sgd(groups, 0, 0, true));
    }

    /// One step with the gradient 1 everywhere.
    private static void step(Optimizer optimizer, Parameter w) {
        try (var _ = Scope.open()) {
            w.value().sum().backward();
        }
        optimizer.step();
        optimizer.clearGradients();
    }

    private Parameter parameter(double... values) {
        Parameter p = new Parameter(backend, Shape.of(values.length), Layout.PLAIN);
        p.value().write(values);
        return p;
    }
}
