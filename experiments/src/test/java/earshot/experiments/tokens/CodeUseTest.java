package earshot.experiments.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/// [CodeUse] of cases that can be counted by hand.
class CodeUseTest {

    @Test
    void evenUseIsAsPerplexingAsTheNumberOfCodes() {
        assertEquals(4, CodeUse.of(new int[]{3, 1, 0, 2}, 4).perplexity(), 1e-12);
    }

    @Test
    void oneCodeAloneIsNoSurprise() {
        assertEquals(new CodeUse(5, 1, 1, 1), CodeUse.of(new int[]{2, 2, 2}, 5));
    }

    @Test
    void unevenUse() {
        CodeUse use = CodeUse.of(new int[]{0, 0, 0, 1}, 9);
        assertEquals(9, use.codes());
        assertEquals(2, use.used());
        assertEquals(0.75, use.mostFrequent());
        assertEquals(Math.exp(-0.75 * Math.log(0.75) - 0.25 * Math.log(0.25)), use.perplexity(), 1e-12);
    }
}
