package earshot.experiments.simclr;

import earshot.experiments.data.Clip;
import earshot.experiments.data.Dataset;
import earshot.experiments.features.Normalization;
import earshot.experiments.features.Recordings;
import earshot.experiments.picture.Tiles;
import earshot.experiments.report.Exhibit;
import earshot.experiments.training.Chance;
import earshot.experiments.training.Split;
import earshot.experiments.training.SupervisedRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A few clips beside the two views of them that pre-training saw first.
final class ViewSheet {
    private static final int CLIPS = 4;

    private ViewSheet() {
    }

    static Exhibit of(SupervisedRun run, SimclrPlan plan) throws IOException {
        Dataset dataset = run.dataset();
        Split split = Split.of(dataset, run.folds().getFirst());
        List<Path> files = Arrays.stream(split.training()).mapToObj(i -> dataset.clips().get(i).file()).toList();
        var views = new ViewMaker(plan.pretraining().views(), plan.frontEnd(),
                Recordings.of(files, plan.frontEnd(), run.threads()),
                Normalization.of(run.features(), split.training()));
        var tiles = new ArrayList<Tiles.Tile>();
        int count = split.training().length;
        for (int i = 0; i < Math.min(CLIPS, count); i++) {
            int place = i * count / Math.min(CLIPS, count);
            Clip clip = dataset.clips().get(split.training()[place]);
            tiles.add(new Tiles.Tile(clip.category(), clip.name(), run.features().images().get(split.training()[place]),
                    views.mels()));
            for (int view = 0; view < 2; view++) {
                var random = Chance.PAIR_VIEW.of(plan.recipe().seed(), split.fold(), 0, 2 * place + view);
                tiles.add(new Tiles.Tile(view == 0 ? "first view" : "second view", "of the first epoch",
                        views.decibels(place, random), views.mels()));
            }
        }
        return new Exhibit.Picture("views", "Two views of one clip",
                "Training clips of the first fold held out, and the two views of each that the network had to find among all others; views"
                        + ": " + plan.pretraining().views().name() + ".",
                new Tiles(3, tiles).png());
    }
}
