package earshot.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpellingTest {
    private static final List<String> COMMANDS = List.of("demo", "run", "predict", "leaderboard", "inspect", "doctor");
    private static final List<String> KEYS = List.of("epochs", "lr", "augment.mixup", "views.mixup", "network.width");

    @Test
    void guessesOnlyWhatIsNear() {
        assertEquals(Optional.of("doctor"), Spelling.nearest("doctro", COMMANDS));
        assertEquals(Optional.of("predict"), Spelling.nearest("perdict", COMMANDS));
        assertEquals(Optional.of("run"), Spelling.nearest("rum", COMMANDS));
        assertEquals(Optional.empty(), Spelling.nearest("bogus", COMMANDS));
        assertEquals(Optional.empty(), Spelling.nearest("nonsense", COMMANDS));
        assertEquals(Optional.empty(), Spelling.nearest("", COMMANDS));
    }

    @Test
    void theLastWordOfAKeyIsEnough() {
        assertEquals(Optional.of("augment.mixup"), Spelling.nearestKey("mixup", KEYS));
        assertEquals(Optional.of("network.width"), Spelling.nearestKey("with", KEYS));
        assertEquals(Optional.of("epochs"), Spelling.nearestKey("epoch", KEYS));
        assertEquals(Optional.empty(), Spelling.nearestKey("nonsense", KEYS));
    }

    @Test
    void distancesCountLetters() {
        assertEquals(0, Spelling.distance("run", "run"));
        assertEquals(1, Spelling.distance("doctro", "doctor"), "swapped");
        assertEquals(1, Spelling.distance("rn", "run"), "missing");
        assertEquals(1, Spelling.distance("runn", "run"), "too many");
        assertEquals(3, Spelling.distance("", "run"));
        assertEquals(3, Spelling.distance("kitten", "sitting"));
    }
}
