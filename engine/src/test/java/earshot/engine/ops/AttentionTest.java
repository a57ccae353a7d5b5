package earshot.engine.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tape;
import earshot.engine.Tensor;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import earshot.kernels.attention.AttentionDropout;
import net.jqwik.api.Example;

/// [Attention] in every arrangement of heads, with and without bias, padding and dropout.
class AttentionTest extends OpProperties {

    AttentionTest() {
        super("scaled_dot_product_attention");
    }

    @Example
    void misfitsAreExplained() {
        Backend backend = Backends.create("reference", 1);
        String op = "scaled_dot_product_attention: ";
        says(backend,
                op + "expected queries [B,H,T,D], got [2,3,4]; reshape it, or choose a number of heads that divides its channels",
                new Heads.Apart(), null, new int[]{2, 3, 4}, new int[]{2, 3, 4}, new int[]{2, 3, 4});
        says(backend,
                op + "expected queries, keys and values [B,T,3*H*D] of 5 heads, got [2,7,12]; reshape it, or choose a number of"
                        + " heads that divides its channels",
                new Heads.Packed(5), null, new int[]{2, 7, 12});
        says(backend,
                op + "keys [2,5,9] and values [2,5,8] do not fit queries [2,7,8]: they must have one shape, which may differ from"
                        + " the queries' in the last axis but one alone",
                new Heads.SideBySide(2), null, new int[]{2, 7, 8},
                new int[]{2, 5, 9}, new int[]{2, 5, 8});
        says(backend, op + "there is no key in [2,0,8]; give at least one", new Heads.SideBySide(1), null, new int[]{2, 7, 8},
                new int[]{2, 0, 8}, new int[]{2, 0, 8});
        says(backend,
                op + "bias is [2,2,7,7], expected [2,4,7,7], where either of the first two axes may be 1; repeat it along the"
                        + " others",
                new Heads.Packed(4), null, new int[]{2, 7, 12}, new int[]{2, 2, 7, 7});
        says(backend, op + "key padding is [7], expected [2,7], a number for every key of every batch entry", new Heads.Packed(4),
                Shape.of(7), new int[]{2, 7, 12});
    }

    private static void says(Backend backend, String message, Heads heads, Shape padding, int[]... sizes) {
        try (var _ = Scope.open()) {
            Tensor[] operands = new Tensor[sizes.length];
            for (int i = 0; i < sizes.length; i++) {
                operands[i] = Tensor.full(backend, Shape.of(sizes[i]), 1);
            }
            Tensor mask = padding == null ? null : Tensor.full(backend, padding, 0);
            var error = assertThrows(IllegalArgumentException.class,
                    () -> Tape.apply(new Attention(heads, 1, mask, AttentionDropout.NONE), operands));
            assertEquals(message, error.getMessage());
        }
    }
}
