package earshot.experiments.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

class McNemarTest {

    /// Of eight clips only one of the two recognised, as many heads as among eight coins: 2 (1 + 8) / 256 for one against seven.
    @Test
    void probabilitiesAreThoseOfCoins() {
        assertEquals(18.0 / 256, McNemar.of(80, 1, 7).p(), 1e-12);
        assertEquals(18.0 / 256, McNemar.of(80, 7, 1).p(), 1e-12);
        assertEquals(2.0 / 1024, McNemar.of(80, 0, 10).p(), 1e-12);
        assertEquals(1, McNemar.of(80, 5, 5).p(), 1e-12);
        assertEquals(1, McNemar.of(80, 0, 0).p(), 1e-12);
    }

    @Test
    void onlyClipsOfBothCount() {
        List<McNemar.Verdict> first = List.of(verdict("a", true), verdict("b", true), verdict("c", false), verdict("x", true));
        List<McNemar.Verdict> second = List.of(verdict("c", true), verdict("b", true), verdict("a", false), verdict("y", false));
        assertEquals(new McNemar(3, 1, 1, 1), McNemar.of(first, second));
        assertNull(McNemar.of(List.of(verdict("x", true)), second));
    }

    private static McNemar.Verdict verdict(String clip, boolean right) {
        return new McNemar.Verdict(clip, right);
    }
}
