package earshot.engine.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tape;
import earshot.engine.Tensor;
import earshot.engine.check.GradCheck.Input;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import earshot.kernels.attention.AttentionDropout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;

/// [Attention] in every arrangement of heads, with and without bias, padding and dropout.
class AttentionTest extends OpProperties {
    private static final AttentionDropout HALF = new AttentionDropout(0.5, 11, 12);

    @Override
    Arbitrary<OpCase> operands() {
        Arbitrary<Integer> few = Arbitraries.of(1, 2, 3);
        Arbitrary<Heads.Sizes> sizes = Combinators
                .combine(few, few, Arbitraries.of(1, 2, 3, 7, 17), Arbitraries.of(1, 2, 5, 16, 17),
                        Arbitraries.of(1, 2, 3, 7, 8, 9))
                .as(Heads.Sizes::new).filter(z -> z.batch() * z.heads() * z.t() * z.d() < 800);
        return Combinators.combine(sizes, Arbitraries.of(0, 1, 2), Arbitraries.of(0, 1, 2, 3, 4), Arbitraries.of(true, false),
                Arbitraries.of(AttentionDropout.NONE, HALF), seeds()).as(AttentionTest::operands);
    }

    /// @param arrangement of the heads: apart, side by side, packed
    /// @param sharing of the bias: 0 to 3 by all, by entries, by heads, by none; 4 no bias
    private static OpCase operands(Heads.Sizes z, int arrangement, int sharing, boolean padded, AttentionDropout dropout,
            long seed) {
        Heads heads = List.of(new Heads.Apart(), new Heads.SideBySide(z.heads()), new Heads.Packed(z.heads())).get(arrangement);
        int s = arrangement == 2 ? z.t() : z.s();
        List<Input> inputs = new ArrayList<>();
        switch (heads) {
            case Heads.Apart() -> {
                inputs.add(OpCase.any(Shape.of(z.batch(), z.heads(), z.t(), z.d()), seed));
                inputs.add(OpCase.any(Shape.of(z.batch(), z.heads(), s, z.d()), seed + 1));
                inputs.add(OpCase.any(Shape.of(z.batch(), z.heads(), s, z.d()), seed + 2));
            }
            case Heads.SideBySide _ -> {
                inputs.add(OpCase.any(Shape.of(z.batch(), z.t(), z.heads() * z.d()), seed));
                inputs.add(OpCase.any(Shape.of(z.batch(), s, z.heads() * z.d()), seed + 1));
                inputs.add(OpCase.any(Shape.of(z.batch(), s, z.heads() * z.d()), seed + 2));
            }
            case Heads.Packed _ -> inputs.add(OpCase.any(Shape.of(z.batch(), z.t(), 3 * z.heads() * z.d()), seed));
        }
        if (sharing < 4) {
            inputs.add(
                    OpCase.any(Shape.of(sharing / 2 == 0 ? 1 : z.batch(), sharing % 2 == 0 ? 1 : z.heads(), z.t(), s), seed + 3));
        }
        Shape keys = Shape.of(z.batch(), s);
        double[] padding = new Random(seed + 4).ints(keys.count(), 0, 2).asDoubleStream().toArray();
        return new OpCase(heads + (padded ? " with padding " : " ") + dropout, x -> {
            Tensor mask = padded ? Tensor.of(x.getFirst().backend(), keys, padding) : null;
            return Tape.apply(new Attention(heads, 0.6, mask, dropout), x.toArray(new Tensor[0]));
        }, inputs, seed);
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
