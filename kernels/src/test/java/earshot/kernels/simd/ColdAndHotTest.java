package earshot.kernels.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Some operations of the Vector API (sums over lanes, exponentials, logarithms) are free to round differently once they are
/// compiled. A training run would then depend on when the compiler woke up, and two runs would differ.
class ColdAndHotTest {

    @ParameterizedTest
    @ValueSource(ints = {128, 256, 512})
    void kernelsAreCompiledAndThatChangesNoBits(int vectorBits) throws Exception {
        AtWidth.Result result = AtWidth.run(vectorBits, ColdAndHot.class);
        assertEquals("", result.output());
        assertEquals(List.of(), result.refused());
        String tile = vectorBits == 512 ? "SimdWideTile::multiply" : "SimdTile::multiply";
        assertTrue(result.optimised(tile), () -> String.join("\n", result.compilations()));
    }
}
