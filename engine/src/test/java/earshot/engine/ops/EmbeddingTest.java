package earshot.engine.ops;

import earshot.engine.Tensor;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// [Embedding] with rows that are looked up several times, once or never, and with an empty index.
class EmbeddingTest extends OpProperties {

    @Override
    Arbitrary<OpCase> operands() {
        return Combinators.combine(shapes(2, 2), shapesOrEmpty(0, 3), seeds())
                .filter((w, index, seed) -> index.count() * w.size(1) < 5_000)
                .as((w, index, seed) -> new OpCase("embedding", x -> x.get(0).embedding(
                        Tensor.ofInts(x.get(0).backend(), index, OpCase.positions(index, w.size(0), seed))),
                        List.of(OpCase.any(w, seed)), seed));
    }
}
