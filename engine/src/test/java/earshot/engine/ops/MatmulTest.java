package earshot.engine.ops;

import earshot.engine.Shape;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// [Matmul] with both transpositions, in batches that may broadcast.
class MatmulTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        Arbitrary<int[]> batch = Arbitraries.of(new int[0], new int[]{3}, new int[]{1}, new int[]{2, 3}, new int[]{2, 1});
        return Combinators
                .combine(batch, batch, sizes().array(int[].class).ofSize(3), seeds(), Arbitraries.integers().between(0, 3))
                .as((batchA, batchB, mnk, seed, transposes) -> {
                    boolean ta = (transposes & 1) == 1;
                    boolean tb = (transposes & 2) == 2;
                    Shape a = ta ? append(batchA, mnk[2], mnk[0]) : append(batchA, mnk[0], mnk[2]);
                    Shape b = tb ? append(batchB, mnk[1], mnk[2]) : append(batchB, mnk[2], mnk[1]);
                    return new OpCase("matmul, transposed " + ta + " " + tb, x -> x.get(0).matmul(x.get(1), ta, tb),
                            List.of(OpCase.any(a, seed), OpCase.any(b, seed + 1)), seed);
                });
    }

    private static Shape append(int[] batch, int rows, int columns) {
        int[] sizes = Arrays.copyOf(batch, batch.length + 2);
        sizes[batch.length] = rows;
        sizes[batch.length + 1] = columns;
        return Shape.of(sizes);
    }
}
