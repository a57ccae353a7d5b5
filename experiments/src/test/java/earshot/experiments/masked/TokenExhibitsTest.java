package earshot.experiments.masked;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.experiments.data.Dataset;
import earshot.experiments.features.FeatureCache;
import earshot.experiments.features.Features;
import earshot.experiments.report.Exhibit;
import earshot.experiments.runs.RunFolder;
import earshot.experiments.training.SupervisedRun;
import earshot.experiments.training.TinyExperiment;
import earshot.experiments.training.TrainingListener;
import earshot.kernels.Backends;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a page shows of a run: [TokenExhibits] and the table of its rounds.
class TokenExhibitsTest {
    @TempDir
    Path folder;

    private List<Exhibit> exhibits(MaskedPlan plan) throws IOException {
        Path cache = folder.resolve("cache");
        RunFolder run = RunFolder.create(folder.resolve("runs"), "masked", plan);
        TinyMasked.execute(run, plan, cache, 1, TrainingListener.NONE);
        Dataset dataset = Dataset.read(Path.of(plan.recipe().data()));
        Features features = Features.of(dataset, plan.recipe().frontEnd(), new FeatureCache(cache), 1, () -> {
        });
        return plan.exhibits(new SupervisedRun(run, plan, dataset, features, Backends.create("cpu", 1), 1));
    }

    @Test
    void tokensAreShownAndWhereATransformerLooks() throws IOException {
        Path data = TinyExperiment.dataset(folder.resolve("set"));
        String[] own = {"recipe.folds=2", "recipe.epochs=1", "pretraining.epochs=1", "pretraining.rounds=2"};
        List<Exhibit> transformer = exhibits(TinyMasked.transformer(data, own));
        assertEquals(List.of("The codebook", "A clip as its tokens", "Hidden tokens and guesses", "Where the Transformer looks",
                "Rounds of tokens"), transformer.stream().map(Exhibit::title).toList());
        for (Exhibit exhibit : transformer) {
            switch (exhibit) {
                case Exhibit.Picture picture -> assertTrue(
                        ImageIO.read(new ByteArrayInputStream(picture.png())).getWidth() > 50, picture.name());
                case Exhibit.Table table -> assertEquals(3, table.rows().size());
            }
        }
        assertTrue(transformer.get(2).words().endsWith(" of 3."), transformer.get(2).words());
        List<Exhibit> cnn = exhibits(TinyMasked.cnn(data, own));
        assertEquals(4, cnn.size(), "a network of convolutions does not look anywhere in particular");
    }
}
