package earshot.engine.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import earshot.engine.Parameter;
import earshot.engine.Shape;
import earshot.engine.files.TensorData;
import earshot.engine.nn.BatchNorm2d;
import earshot.engine.nn.Module;
import earshot.engine.nn.ParameterSource;
import earshot.engine.nn.State;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/// The average of a norm's weights and statistics.
class ExponentialMovingAverageTest {
    private static final Backend REFERENCE = Backends.create("reference", 1);
    private static final Backend CPU = Backends.create("cpu", 2);

    @Property(tries = 100)
    void theAverageFollowsItsFormula(@ForAll @Size(min = 1, max = 8) List<@DoubleRange(min = -10, max = 10) Double> weights,
            @ForAll @DoubleRange(min = 0, max = 1) double decay) {
        for (Backend backend : List.of(REFERENCE, CPU)) {
            Module norm = new BatchNorm2d(new ParameterSource(backend, 0), 1);
            ExponentialMovingAverage average = new ExponentialMovingAverage(norm, decay);
            double expected = weights.getFirst();
            for (double w : weights) {
                set(norm, w);
                average.update();
                expected += (1 - decay) * (w - expected);
            }
            assertEquals(expected, average.state().get("weight").doubles()[0], backend == CPU ? 1e-5 : 1e-12);
            assertEquals(weights.size(), average.state().get("n_averaged").longs()[0]);
        }
    }

    @Property(tries = 100)
    void theAverageOfAConstantIsThatConstant(@ForAll @DoubleRange(min = -10, max = 10) double w,
            @ForAll @DoubleRange(min = 0, max = 1) double decay) {
        Module norm = new BatchNorm2d(new ParameterSource(CPU, 0), 3);
        set(norm, w);
        ExponentialMovingAverage average = new ExponentialMovingAverage(norm, decay);
        for (int i = 0; i < 5; i++) {
            average.update();
        }
        assertArrayEquals(new double[]{(float) w, (float) w, (float) w}, average.state().get("weight").doubles());
    }

    @Test
    void swappingExchangesWeightsAndStatistics() {
        Module norm = new BatchNorm2d(new ParameterSource(CPU, 0), 1);
        ExponentialMovingAverage average = new ExponentialMovingAverage(norm, 0.5);
        set(norm, 2);
        average.update();
        set(norm, 4);
        average.update();
        average.swapIn();
        assertArrayEquals(new double[]{3}, norm.parameters().get("weight").value().doubles());
        assertArrayEquals(new double[]{3}, runningMean(norm));
        average.swapOut();
        assertArrayEquals(new double[]{4}, norm.parameters().get("weight").value().doubles());
        assertArrayEquals(new double[]{4}, runningMean(norm));
        assertArrayEquals(new double[]{3}, average.state().get("running_mean").doubles());
    }

    @Test
    void aSavedAverageContinues() {
        Module norm = new BatchNorm2d(new ParameterSource(CPU, 0), 2);
        ExponentialMovingAverage first = new ExponentialMovingAverage(norm, 0.9);
        set(norm, 1);
        first.update();
        ExponentialMovingAverage second = new ExponentialMovingAverage(norm, 0.9);
        second.load(first.state());
        set(norm, 7);
        first.update();
        second.update();
        assertArrayEquals(first.state().get("bias").doubles(), second.state().get("bias").doubles());
        assertEquals(2, second.state().get("n_averaged").longs()[0]);
    }

    @Test
    void whileSwappedInNothingElseIsAllowed() {
        ExponentialMovingAverage average = new ExponentialMovingAverage(new BatchNorm2d(new ParameterSource(CPU, 0), 1), 0.9);
        refused("moving average: swap out: the average is not in the module; swap it in first", average::swapOut);
        average.swapIn();
        refused("moving average: update: the average is in the module; swap it out first", average::update);
        refused("moving average: state: the average is in the module; swap it out first", average::state);
        refused("moving average: swap in: the average is in the module; swap it out first", average::swapIn);
    }

    @Test
    void aStateThatDoesNotFitIsRefused() {
        ExponentialMovingAverage average = new ExponentialMovingAverage(new BatchNorm2d(new ParameterSource(CPU, 0), 1), 0.9);
        Map<String, TensorData> state = average.state();
        state.put("weight", TensorData.of(Shape.of(2), 1f, 2f));
        assertEquals(
                "moving average: 1 entry does not fit: weight: expected F32 [1], got F32 [2]. Nothing was loaded; use the file"
                        + " of a network of the same build",
                assertThrows(IllegalArgumentException.class, () -> average.load(state)).getMessage());
        assertEquals("moving average: the decay must be in [0, 1], got 1.1",
                assertThrows(IllegalArgumentException.class,
                        () -> new ExponentialMovingAverage(new BatchNorm2d(new ParameterSource(CPU, 0), 1), 1.1)).getMessage());
    }

    @Test
    void releaseGivesAllMemoryBack() {
        Backend backend = Backends.create("cpu", 1);
        Module norm = new BatchNorm2d(new ParameterSource(backend, 0), 5);
        long before = backend.memory().bytesInUse();
        ExponentialMovingAverage average = new ExponentialMovingAverage(norm, 0.9);
        average.update();
        average.swapIn();
        average.release();
        assertEquals(before, backend.memory().bytesInUse());
    }

    private static void refused(String message, Runnable call) {
        assertEquals(message, assertThrows(IllegalStateException.class, call::run).getMessage());
    }

    /// One value for all weights and the running mean.
    private static void set(Module norm, double value) {
        norm.state().values().forEach(state -> {
            switch (state) {
                case State.Learned(Parameter p) -> {
                    p.value().write(filled(p.shape(), value));
                    p.changed("the test");
                }
                case State.Running(var t) -> t.write(filled(t.shape(), value));
                case State.Count _ -> {
                }
            }
        });
    }

    private static double[] filled(Shape shape, double value) {
        double[] all = new double[shape.count()];
        Arrays.fill(all, value);
        return all;
    }

    private static double[] runningMean(Module norm) {
        return norm.state().get("running_mean") instanceof State.Running(var t) ? t.doubles() : null;
    }
}
