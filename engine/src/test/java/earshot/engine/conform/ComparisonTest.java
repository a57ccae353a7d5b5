package earshot.engine.conform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.engine.Shape;
import earshot.engine.check.GoldenFile;
import earshot.engine.files.TensorData;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

/// What counts as equal, and that nothing passes by not being looked at.
class ComparisonTest {
    private static final TensorData EXPECTED = TensorData.of(Shape.of(2, 2), 1.0, -4, 0, 2);

    private static Outcome outcome(Check.Body body) {
        return new Check("case", body).run();
    }

    private static TensorData got(double... values) {
        return TensorData.of(Shape.of(2, 2), values);
    }

    @Test
    void errorsAreRelativeToTheLargestValue() {
        Outcome fine = outcome(c -> c.close("out/y", EXPECTED, got(1.003, -4, 0, 2), 1e-3));
        assertTrue(fine.passed(), fine::toString);
        assertEquals("out/y[0,0]", fine.worst().where());
        assertEquals(0.00075, fine.worst().error(), 1e-12);
        assertEquals(1e-3, fine.worst().allowed(), 1e-15);
        assertEquals(List.of("out/y[1,1]: expected 2.00000000, got 2.01000000; error 0.00250, allowed 0.00100"),
                outcome(c -> c.close("out/y", EXPECTED, got(1, -4, 0, 2.01), 1e-3)).failures());
    }

    @Test
    void whatIsZeroByConstructionIsComparedAbsolutely() {
        TensorData nearlyZero = got(1e-17, 0, -2e-16, 0);
        assertTrue(outcome(c -> c.close("grad/b", nearlyZero, got(1e-7, 0, 0, 0), 5e-6)).passed());
        assertTrue(!outcome(c -> c.close("grad/b", nearlyZero, got(1e-5, 0, 0, 0), 5e-6)).passed());
    }

    @Test
    void everyElementCanHaveItsOwnBound() {
        assertTrue(outcome(c -> c.each("out/y", EXPECTED, got(1, -4.003, 0.0005, 2), 1e-3, 1e-3)).passed());
        assertEquals(1, outcome(c -> c.each("out/y", EXPECTED, got(1, -4.003, 0.0015, 2), 1e-3, 1e-3)).failures().size());
        assertTrue(!outcome(c -> c.exact("out/y", EXPECTED, got(1, -4, 0, 2.0000001))).passed());
    }

    @Test
    void missingNumbersAndOtherShapesFail() {
        Outcome missing = outcome(c -> c.close("out/y", EXPECTED, got(1, Double.NaN, 0, 2), 1e-3));
        assertEquals(Double.POSITIVE_INFINITY, missing.worst().error());
        assertEquals(1, missing.failures().size());
        assertEquals(List.of("out/y: expected shape [2,2], got [4]"),
                outcome(c -> c.close("out/y", EXPECTED, TensorData.of(Shape.of(4), 1.0, -4, 0, 2), 1e-3)).failures());
    }

    @Test
    void whatIsNotComparedFails() {
        GoldenFile.Case golden = new GoldenFile.Case("case", "exp", JsonNodeFactory.instance.objectNode(),
                Map.of("out/y", EXPECTED, "grad/x", EXPECTED));
        Outcome partly = outcome(c -> {
            c.exact("out/y", EXPECTED, EXPECTED);
            c.complete(golden);
        });
        assertEquals(List.of("grad/x: expected F64 [2,2], got nothing; op exp does not compute it here"), partly.failures());
        Outcome nothing = outcome(_ -> {
        });
        assertEquals(List.of("expected something to compare with, got a case without results"), nothing.failures());
        assertNull(nothing.worst());
    }

    @Test
    void whatThrowsOrDoesNotEndFails() {
        assertEquals(List.of("expected a result, got a reason"), outcome(_ -> {
            throw new IllegalArgumentException("a reason");
        }).failures());
        assertEquals(List.of("expected a result, got java.lang.OutOfMemoryError: none left"), outcome(_ -> {
            throw new OutOfMemoryError("none left");
        }).failures());
        Check endless = new Check("endless", Duration.ofMillis(50), _ -> Thread.sleep(60_000));
        assertEquals("endless: expected an end within 0.05 s, got none", endless.run().toString());
    }
}
