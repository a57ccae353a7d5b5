package earshot.experiments.pages;

import earshot.experiments.data.Clip;
import earshot.experiments.data.Dataset;
import earshot.experiments.features.Features;
import earshot.experiments.picture.Tiles;
import earshot.experiments.report.Exhibit;
import earshot.experiments.report.Percent;
import earshot.experiments.runs.Prediction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The held-out clips whose true class was thought least probable, as the network saw them.
final class HardestClips {
    private static final int COUNT = 9;

    private HardestClips() {
    }

    static Exhibit of(Dataset dataset, Features features, List<Prediction> predictions) throws IOException {
        Map<String, Integer> places = new HashMap<>();
        List<Clip> clips = dataset.clips();
        for (int i = 0; i < clips.size(); i++) {
            places.put(clips.get(i).name(), i);
        }
        List<Prediction> hardest = predictions.stream().filter(p -> places.containsKey(p.file()))
                .sorted(Comparator.comparingDouble((Prediction p) -> p.probabilities()[p.label()])
                        .thenComparing(Prediction::file))
                .limit(COUNT).toList();
        var tiles = new ArrayList<Tiles.Tile>();
        for (Prediction p : hardest) {
            String said = p.predicted() == p.label()
                    ? "recognised, with " + Percent.of(p.probabilities()[p.label()])
                    : "taken for " + dataset.classes().get(p.predicted()) + " (" + Percent.of(p.probabilities()[p.predicted()])
                            + "), true class " + Percent.of(p.probabilities()[p.label()]);
            tiles.add(new Tiles.Tile(dataset.classes().get(p.label()) + "   " + p.file(), said,
                    features.images().get(places.get(p.file())), features.mels()));
        }
        return new Exhibit.Picture("hardest-clips", "Hardest clips",
                "The held-out clips whose true class got the least probability, each in its own range of colours; time to the right,"
                        + " frequency upwards.",
                new Tiles(3, tiles).png());
    }
}
