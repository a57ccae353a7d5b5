package earshot.kernels.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Some operations of the Vector API (sums over lanes, exponentials, logarithms) are free to round differently once they are
/// compiled. A training run would then depend on when the compiler woke up, and two runs would differ.
class ColdAndHotTest {

    @ParameterizedTest
    @ValueSource(ints = {128, 256, 512})
    void compilationChangesNoBits(int vectorBits) throws Exception {
        assertEquals("", AtWidth.output(vectorBits, ColdAndHot.class));
    }
}
