package earshot.engine.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.engine.Layout;
import earshot.engine.Parameter;
import earshot.engine.Shape;
import earshot.kernels.Backends;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/// Where schedules begin, peak and end, and that every group follows from its own rate.
class ScheduleTest {

    @Property(tries = 300)
    void oneCycleBeginsPeaksAndEndsWhereItShould(@ForAll @IntRange(min = 10, max = 500) int steps, @ForAll OneCycle.Anneal anneal,
            @ForAll boolean threePhase, @ForAll @DoubleRange(min = 0.01, max = 1) double base) {
        OneCycle s = new OneCycle(steps, 0.3, 25, 1e4, anneal, threePhase, new OneCycle.Momentum(0.85, 0.95));
        assertEquals(base / 25, s.lr(base, 0), 1e-12 * base);
        assertEquals(base / 25 / 1e4, s.lr(base, steps - 1), 1e-12 * base);
        assertEquals(0.95, s.momentum(0).orElseThrow(), 1e-12);
        assertEquals(0.95, s.momentum(steps - 1).orElseThrow(), 1e-12);
        for (int step = 0; step < steps; step++) {
            double lr = s.lr(base, step);
            double momentum = s.momentum(step).orElseThrow();
            assertTrue(lr > 0 && lr <= base * (1 + 1e-12), "step " + step + ": " + lr);
            assertTrue(momentum > 0.85 - 1e-12 && momentum < 0.95 + 1e-12, "step " + step + ": " + momentum);
        }
    }

    @Property(tries = 300)
    void cosineWithWarmupRisesThenFalls(@ForAll @IntRange(min = 0, max = 50) int warmup,
            @ForAll @IntRange(min = 1, max = 200) int rest,
            @ForAll @DoubleRange(min = 0, max = 1) double lowest) {
        Schedule s = new Schedule.WarmupCosine(warmup, warmup + rest, lowest);
        assertEquals(0.1, s.lr(0.1, warmup), 1e-15);
        for (int step = 0; step < warmup + rest; step++) {
            double lr = s.lr(0.1, step);
            assertTrue(lr > 0 && lr <= 0.1 + 1e-15);
            assertTrue(step < warmup || lr >= lowest * 0.1 - 1e-15, "step " + step + ": " + lr);
            double change = step == 0 ? 0 : lr - s.lr(0.1, step - 1);
            assertTrue(step <= warmup ? change >= -1e-15 : change <= 1e-15, "step " + step + ": changed by " + change);
        }
    }

    @Test
    void cosineComesToItsLowestRateWhateverTheGroup() {
        Schedule s = new Schedule.Cosine(8, 1e-3);
        for (double base : new double[]{0.1, 0.01}) {
            assertEquals(base, s.lr(base, 0), 1e-15);
            assertEquals((base + 1e-3) / 2, s.lr(base, 4), 1e-15);
            assertEquals(1e-3, s.lr(base, 8), 1e-15);
        }
    }

    @Test
    void warmupIsAStraightLineAndThenConstant() {
        Schedule s = new Schedule.LinearWarmup(0.2, 4);
        double[] expected = {0.2, 0.4, 0.6, 0.8, 1, 1, 1};
        for (int step = 0; step < expected.length; step++) {
            assertEquals(expected[step], s.lr(1, step), 1e-15);
        }
        assertEquals(3, new Schedule.LinearWarmup(0.2, 0).lr(3, 0));
        assertEquals(3, new Schedule.Constant().lr(3, 1000));
    }

    @Test
    void stepsFallByTheirFactor() {
        Schedule s = new Schedule.Steps(30, 0.1);
        assertEquals(0.1, s.lr(0.1, 29), 1e-17);
        assertEquals(0.01, s.lr(0.1, 30), 1e-17);
        assertEquals(0.001, s.lr(0.1, 89), 1e-17);
    }

    @Test
    void aSequenceBeginsEachPartAnewAndLeavesMomentumToIt() {
        Schedule s = new Schedule.Constant().then(5, OneCycle.of(10));
        assertEquals(0.1, s.lr(0.1, 4));
        assertEquals(OptionalDouble.empty(), s.momentum(4));
        assertEquals(0.1 / 25, s.lr(0.1, 5), 1e-15);
        assertEquals(0.95, s.momentum(5).orElseThrow(), 1e-15);
    }

    @Test
    void everyGroupStartsFromItsOwnRate() {
        AdamW optimizer = new AdamW(List.of(group("a", 0.1), group("b", 0.02)), 0.9, 0.999, 1e-8);
        new Schedule.Steps(1, 0.5).apply(optimizer, 2);
        assertEquals(0.025, optimizer.learningRate(0), 1e-17);
        assertEquals(0.005, optimizer.learningRate(1), 1e-17);
        assertEquals(0.9, optimizer.momentum());
        OneCycle.of(10).apply(optimizer, 0);
        assertEquals(0.95, optimizer.momentum(), 1e-15);
    }

    @Test
    void aStepOutsideTheScheduleIsRefused() {
        refused("one cycle: step 10 is outside the schedule of 10 steps; give it the number of all steps",
                () -> OneCycle.of(10).lr(0.1, 10));
        refused("cosine with warm-up: need a step of at least 0 and below the number of all steps, got [10, 10]",
                () -> new Schedule.WarmupCosine(2, 10, 0).lr(0.1, 10));
    }

    @Test
    void schedulesWithoutSenseAreRefused() {
        refused("one cycle: need steps and factors above 0 and pct_start in [0, 1], got 0 steps, factors 25.0 and 10000.0,"
                + " pct_start 0.3", () -> OneCycle.of(0));
        refused("linear warm-up: need a factor and steps of at least 0, got [-0.1, 3]", () -> new Schedule.LinearWarmup(-0.1, 3));
        refused("step schedule: need a length of at least 1 and a factor of at least 0, got [0, 0.1]",
                () -> new Schedule.Steps(0, 0.1));
        refused("cosine schedule: need at least 1 step and a rate of at least 0, got [0, 0.0]", () -> new Schedule.Cosine(0, 0));
        refused("cosine with warm-up: need a warm-up of at least 0, more steps in all, and a share of at least 0, got [5, 5, 0.0]",
                () -> new Schedule.WarmupCosine(5, 5, 0));
        refused("sequence of schedules: need a milestone of at least 0, got [-1]",
                () -> new Schedule.Constant().then(-1, new Schedule.Constant()));
    }

    private static void refused(String message, Runnable schedule) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, schedule::run).getMessage());
    }

    private static ParameterGroup group(String name, double lr) {
        return new ParameterGroup(Map.of(name, new Parameter(Backends.create("reference", 1), Shape.of(1), Layout.PLAIN)), lr, 0);
    }
}
