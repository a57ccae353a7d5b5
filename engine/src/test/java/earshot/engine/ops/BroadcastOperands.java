package earshot.engine.ops;

import earshot.engine.Shape;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// Pairs of shapes that broadcast: equal ones, with axes of size 1, and with axes missing, on either side.
record BroadcastOperands(Shape a, Shape b, long seed) {

    static Arbitrary<BroadcastOperands> any() {
        Arbitrary<List<Integer>> ways = Arbitraries.integers().between(0, 2).list().ofSize(3);
        return Combinators
                .combine(OpProperties.shapes(0, 3), ways, Arbitraries.integers().between(0, 3), Arbitraries.of(true, false),
                        OpProperties.seeds())
                .as((shape, way, missing, swap, seed) -> {
                    int[] a = shape.sizes();
                    int[] b = shape.sizes();
                    for (int i = 0; i < a.length; i++) {
                        a[i] = way.get(i) == 1 ? 1 : a[i];
                        b[i] = way.get(i) == 2 ? 1 : b[i];
                    }
                    int cut = Math.min(missing, b.length);
                    Shape whole = Shape.of(a);
                    Shape part = Shape.of(Arrays.copyOfRange(b, cut, b.length));
                    return swap ? new BroadcastOperands(part, whole, seed) : new BroadcastOperands(whole, part, seed);
                });
    }
}
