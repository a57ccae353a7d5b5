package earshot.experiments.pages;

import earshot.engine.nn.Module;
import earshot.engine.nn.NoiseSource;
import earshot.experiments.data.Dataset;
import earshot.experiments.features.Normalization;
import earshot.experiments.models.Encoder;
import earshot.experiments.picture.Plot;
import earshot.experiments.picture.Series;
import earshot.experiments.probe.Embeddings;
import earshot.experiments.report.Exhibit;
import earshot.experiments.report.Percent;
import earshot.experiments.report.PrincipalPlane;
import earshot.experiments.training.Checkpoint;
import earshot.experiments.training.Recipe;
import earshot.experiments.training.Split;
import earshot.experiments.training.Start;
import earshot.experiments.training.SupervisedRun;
import earshot.experiments.training.TrainingListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Where the clips of a fold lie for a network that never saw them, before it learned anything and afterwards: the plane on which what
/// stands before its last layer spreads most.
final class EmbeddingMap {
    private final SupervisedRun run;
    private final Split split;
    private final Normalization normalization;

    private EmbeddingMap(SupervisedRun run, Split split, Normalization normalization) {
        this.run = run;
        this.split = split;
        this.normalization = normalization;
    }

    /// Of one finished fold; nothing for networks that are no [Encoder], or too few clips for a plane.
    ///
    /// @param checkpoint of the finished network
    static Optional<Exhibit> of(SupervisedRun run, Path checkpoint) throws IOException {
        Checkpoint.Card card = Checkpoint.card(checkpoint);
        Split split = Split.of(run.dataset(), card.fold());
        var map = new EmbeddingMap(run, split, card.normalization());
        Module trained = Checkpoint.network(checkpoint, card, run.backend());
        try {
            if (!(trained instanceof Encoder) || split.heldOut().length < 3) {
                return Optional.empty();
            }
            List<Plot> plots = map.before();
            plots.add(map.plot("after training", trained));
            return Optional.of(new Exhibit.Picture("embeddings", "Where clips lie",
                    "The held-out clips of fold " + card.fold()
                            + " in the plane on which the vectors before the last layer spread"
                            + " most, coloured by class; each plane is its own.",
                    Plot.png(plots, 2, 620, 460)));
        } finally {
            trained.release();
        }
    }

    /// With random weights and, where training began with others, with those.
    private List<Plot> before() throws IOException {
        Recipe recipe = run.plan().recipe();
        Module network = recipe.network().build(run.backend(), new NoiseSource(0), run.dataset().classes().size(), recipe.seed());
        try {
            var plots = new ArrayList<>(List.of(plot("random weights", network)));
            Start start = run.plan().start(run);
            // A page trains nothing: what a run learned first may have been deleted since.
            if (start.clipsToTrain(split) == 0 && !start.load(network, split, TrainingListener.NONE).isEmpty()) {
                plots.add(plot("before supervised training", network));
            }
            return plots;
        } finally {
            network.release();
        }
    }

    private Plot plot(String title, Module network) {
        Dataset dataset = run.dataset();
        int[] clips = split.heldOut();
        network.eval();
        PrincipalPlane plane = PrincipalPlane
                .of(Embeddings.of((Encoder) network, run.backend(), run.features(), normalization, clips));
        var series = new ArrayList<Series>();
        for (int c = 0; c < dataset.classes().size(); c++) {
            int label = c;
            int[] own = IntStream.range(0, clips.length).filter(i -> dataset.clips().get(clips[i]).label() == label).toArray();
            series.add(new Series(dataset.classes().get(c), IntStream.of(own).mapToDouble(i -> plane.x()[i]).toArray(),
                    IntStream.of(own).mapToDouble(i -> plane.y()[i]).toArray(), c, Series.Style.DOTS));
        }
        return new Plot(title, "first component, " + Percent.of(plane.xShare()) + " of the variance",
                "second, " + Percent.of(plane.yShare()), null, series);
    }
}
