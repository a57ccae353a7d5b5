package earshot.experiments.masked;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

/// What [FoldPretraining] gives a tokenizer to tell.
class FoldPretrainingTest {

    /// The mean of all patches is gone from each, differences stay.
    @Test
    void featuresLoseWhatTheyHaveInCommon() {
        float[] features = {100, 1, 102, 1, 101, 7};
        assertArrayEquals(new float[]{-1, -2, 1, -2, 0, 4}, FoldPretraining.centred(features, 2), 1e-5f);
    }
}
