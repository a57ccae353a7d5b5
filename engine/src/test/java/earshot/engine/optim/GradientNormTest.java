package earshot.engine.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.engine.Layout;
import earshot.engine.Parameter;
import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/// The norm over all parameters, and what clipping must never do.
class GradientNormTest {
    private static final Backend CPU = Backends.create("cpu", 2);

    @Test
    void theGradientNormCoversAllParameters() {
        Parameter a = parameter(1, 2);
        Parameter b = parameter(4);
        try (var _ = Scope.open()) {
            a.value().mul(a.value()).sum().add(b.value().affine(3, 0).sum()).backward();
        }
        assertEquals(Math.sqrt(4 + 16 + 9), GradientNorm.of(List.of(a, b, parameter(7))), 1e-12);
    }

    @Property(tries = 300)
    void clippingNeverEnlargesAndKeepsTheDirection(
            @ForAll @Size(min = 1, max = 40) List<@DoubleRange(min = -1e3, max = 1e3) Double> dw,
            @ForAll @DoubleRange(min = 0, max = 1e3) double most) {
        double[] before = dw.stream().mapToDouble(d -> d.floatValue()).toArray();
        Parameter a = parameter(new double[before.length]);
        Parameter b = parameter(0);
        giveGradient(a, before);
        giveGradient(b, 2);
        double norm = GradientNorm.clip(List.of(a, b), most);
        double after = GradientNorm.of(List.of(a, b));
        assertTrue(after <= Math.min(most, norm) * (1 + 1e-6), norm + " became " + after + ", at most " + most);
        double scale = Math.min(1, most / (norm + 1e-6));
        double[] clipped = a.gradient().doubles();
        for (int i = 0; i < before.length; i++) {
            assertEquals(scale * before[i], clipped[i], 1e-6 * Math.abs(before[i]) + 1e-37);
        }
    }

    @Test
    void smallGradientsKeepTheirBits() {
        Parameter a = parameter(0, 0, 0);
        double[] dw = {0.1f, -0.0, 0.3f};
        giveGradient(a, dw);
        GradientNorm.clip(List.of(a), 1);
        assertArrayEquals(dw, a.gradient().doubles());
    }

    @Test
    void anInfiniteGradientShowsInTheNorm() {
        Parameter a = parameter(0, 0);
        giveGradient(a, Double.POSITIVE_INFINITY, 1);
        assertEquals(Double.POSITIVE_INFINITY, GradientNorm.clip(List.of(a), 1));
        assertArrayEquals(new double[]{Double.NaN, 0}, a.gradient().doubles());
    }

    @Test
    void aLimitBelowZeroIsRefused() {
        assertEquals("clip gradients: the largest norm must be at least 0, got -1.0",
                assertThrows(IllegalArgumentException.class, () -> GradientNorm.clip(List.of(), -1)).getMessage());
    }

    private static void giveGradient(Parameter w, double... g) {
        try (var _ = Scope.open()) {
            w.value().mul(Tensor.of(CPU, w.shape(), g)).sum().backward();
        }
    }

    private static Parameter parameter(double... values) {
        Parameter p = new Parameter(CPU, Shape.of(values.length), Layout.PLAIN);
        p.value().write(values);
        return p;
    }
}
