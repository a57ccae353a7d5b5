package earshot.engine.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
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
import org.junit.jupiter.api.Test;

/// What golden numbers do not show: parameters without gradients, wrong states, groups.
class AdamWTest {
    private final Backend backend = Backends.create("reference", 1);

    @Test
    void aParameterWithoutAGradientIsLeftAlone() {
        Parameter a = parameter(1, 2);
        Parameter b = parameter(3, 4);
        Parameter frozen = parameter(5, 6);
        frozen.learn(false);
        AdamW optimizer = new AdamW(Map.of("a", a, "b", b, "frozen", frozen), 0.1, 0.5);
        try (var _ = Scope.open()) {
            a.value().mul(frozen.value()).sum().backward();
            b.value().detach().sum();
        }
        optimizer.step();
        assertArrayEquals(new double[]{0.95 - 0.1, 1.9 - 0.1}, a.value().doubles(), 1e-8);
        assertArrayEquals(new double[]{3, 4}, b.value().doubles());
        assertArrayEquals(new double[]{5, 6}, frozen.value().doubles());
        assertNull(frozen.gradient());
        assertEquals(1, optimizer.state().get("a.step").longs()[0]);
        assertEquals(0, optimizer.state().get("b.step").longs()[0]);
    }

    @Test
    void aStateThatDoesNotFitIsRefused() {
        AdamW optimizer = new AdamW(Map.of("a", parameter(1, 2)), 0.1, 0);
        String message = assertThrows(IllegalArgumentException.class,
                () -> optimizer.load(
                        Map.of("a.step", TensorData.of(Shape.of(), 3L), "a.exp_avg", TensorData.of(Shape.of(3), 0.0, 0, 0))))
                .getMessage();
        assertEquals(
                "optimiser state: 2 entries do not fit: a.exp_avg: expected F64 [2], got F64 [3]; missing a.exp_avg_sq (F64 [2])."
                        + " Nothing was loaded; use the file of a network of the same build",
                message);
    }

    @Test
    void aNameBelongsToOneGroup() {
        ParameterGroup group = new ParameterGroup(Map.of("a", parameter(1)), 0.1, 0);
        assertEquals("AdamW: two parameters are named a; give each one name and group",
                assertThrows(IllegalArgumentException.class, () -> new AdamW(List.of(group, group), 0.9, 0.999, 1e-8))
                        .getMessage());
    }

    @Test
    void aGroupKeepsItsOwnRateAndDecay() {
        Parameter a = parameter(2);
        Parameter b = parameter(2);
        AdamW optimizer = new AdamW(
                List.of(new ParameterGroup(Map.of("a", a), 0.1, 0), new ParameterGroup(Map.of("b", b), 0.2, 0.5)),
                0.9, 0.999, 0);
        try (var _ = Scope.open()) {
            a.value().add(b.value()).sum().backward();
        }
        optimizer.step();
        assertArrayEquals(new double[]{1.9}, a.value().doubles(), 1e-12);
        assertArrayEquals(new double[]{2 * 0.9 - 0.2}, b.value().doubles(), 1e-12);
    }

    @Test
    void ratesBelowZeroAreRefused() {
        assertEquals("parameter group: need learning rate and weight decay of at least 0, got -0.1 and 0.0 for [a]",
                assertThrows(IllegalArgumentException.class, () -> new AdamW(Map.of("a", parameter(1)), -0.1, 0)).getMessage());
    }

    private Parameter parameter(double... values) {
        Parameter p = new Parameter(backend, Shape.of(values.length), Layout.PLAIN);
        p.value().write(values);
        return p;
    }
}
