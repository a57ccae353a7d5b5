package earshot.experiments.simclr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.experiments.ExperimentException;
import earshot.experiments.runs.ConfigReader;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PretrainingTest {

    @Test
    void whatCannotBeIsRefusedWithWhatCan() {
        Map.of("pretraining.batch=1", "pretraining.batch: expected at least 2", //
                "pretraining.temperature=0", "pretraining.temperature: expected 0.01 to 10, got 0.0", //
                "pretraining.negatives=-1", "pretraining.negatives: expected at least 0", //
                "pretraining.epochs=0", "pretraining.epochs: expected 1 to 65535", //
                "pretraining.lr=0", "pretraining.lr: expected above 0", //
                "pretraining.projection=1", "pretraining.projection: expected 2 to 8192", //
                "pretraining.views.crop=0", "views.crop: expected a part of the clip above 0 to 1", //
                "pretraining.views.crop=0.01", "expected seconds between one transform", //
                "pretraining.views.pitch.maxSemitones=99", "pitch shift: expected 0 to 24 semitones", //
                "pretraining.views.background.probability=2", "background: expected a probability of 0 to 1")
                .forEach((setting, words) -> {
                    var reader = new ConfigReader<>(SimclrPlan.STANDARD).set(setting);
                    String message = assertThrows(ExperimentException.class, reader::read).getMessage();
                    assertTrue(message.startsWith("configuration: ") && message.contains(words), setting + " gave " + message);
                });
    }

    @Test
    void viewsHaveNames() {
        assertEquals("hard", SimclrPlan.STANDARD.pretraining().views().name());
        assertEquals("mild", SimclrPlan.STANDARD.withViews(Views.MILD).pretraining().views().name());
        assertEquals("own", new ConfigReader<>(SimclrPlan.STANDARD).set("pretraining.views.crop=0.4").read().pretraining().views()
                .name());
    }
}
