package earshot.experiments.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import earshot.experiments.data.Clip;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class ChanceTest {

    @Test
    void everyDrawHasAStreamOfItsOwn() {
        var seen = new HashSet<Long>();
        int count = 0;
        for (Chance purpose : Chance.values()) {
            for (int fold : new int[]{0, 1, Clip.MAX_FOLD}) {
                for (int epoch : new int[]{0, 1, 0xFFFF}) {
                    for (int index : new int[]{0, 1, 0xFFFFFFF}) {
                        seen.add(purpose.of(7, fold, epoch, index).nextLong());
                        count++;
                    }
                }
            }
        }
        assertEquals(count, seen.size());
    }

    /// What does not fit would share another draw's stream in silence.
    @Test
    void whatDoesNotFitIsRefused() {
        for (int[] wrong : new int[][]{{-1, 0, 0}, {Clip.MAX_FOLD + 1, 0, 0}, {0, -1, 0}, {0, 0x10000, 0}, {0, 0, -1},
                {0, 0, 0x10000000}}) {
            assertThrows(IllegalArgumentException.class, () -> Chance.VIEW.of(0, wrong[0], wrong[1], wrong[2]));
        }
    }
}
