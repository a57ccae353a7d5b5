package earshot.experiments.pages;

import earshot.experiments.files.Json;
import earshot.experiments.picture.Plot;
import earshot.experiments.picture.Series;
import earshot.experiments.report.Exhibit;
import earshot.experiments.runs.RunFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// The epochs of a run as curves: a row for every stage, loss to the left, accuracy to the right, a line for each fold.
final class LearningCurves {
    /// What may stand in a line as a part of one, and what is added to the fold's name; what guessing would come to is dashed.
    private static final Map<String, String> FIGURES = Map.of("accuracy", "", "cosine", "", "chance", ", chance", "mostFrequent",
            ", most frequent");
    private static final Plot.Range PERCENT = new Plot.Range(0, 100);

    private LearningCurves() {
    }

    /// Nothing if no epoch is finished.
    static Optional<Exhibit> of(RunFolder run) throws IOException {
        var stages = new LinkedHashMap<String, Map<Integer, List<JsonNode>>>();
        for (JsonNode line : Json.lines(run.metrics())) {
            stages.computeIfAbsent(stage(line), _ -> new TreeMap<>())
                    .computeIfAbsent(line.path("fold").asInt(0), _ -> new ArrayList<>())
                    .add(line);
        }
        if (stages.isEmpty()) {
            return Optional.empty();
        }
        var plots = new ArrayList<Plot>();
        stages.forEach((stage, folds) -> {
            plots.add(new Plot(stage + ": loss", "epoch", "loss", null, lines(folds)));
            plots.add(new Plot(stage + ": accuracy", "epoch", "per cent", PERCENT, accuracies(folds)));
        });
        return Optional.of(new Exhibit.Picture("learning-curves", "Learning curves",
                "Of what the network was trained with, augmented and mixed as it was: clips that are mixed of two are rarely recognised"
                        + " as one. What is held out has no curve, since it is looked at once.",
                Plot.png(plots, 2, 620, 340)));
    }

    /// Supervised training has no stage; one that is gone through in rounds, or in several works, has curves for each.
    private static String stage(JsonNode line) {
        if (!line.has("stage")) {
            return "supervised training";
        }
        String round = line.has("round") ? ", round " + line.path("round").asInt() : "";
        return "pre-training (" + (line.has("work") ? line.path("work") : line.path("stage")).asString() + round + ")";
    }

    private static List<Series> lines(Map<Integer, List<JsonNode>> folds) {
        return series(folds, "loss", 1, "", Series.Style.LINE);
    }

    private static List<Series> accuracies(Map<Integer, List<JsonNode>> folds) {
        JsonNode first = folds.values().iterator().next().getFirst();
        var all = new ArrayList<Series>();
        FIGURES.forEach((field, what) -> {
            if (first.has(field)) {
                all.addAll(series(folds, field, 100, what, what.isEmpty() ? Series.Style.LINE : Series.Style.DASHES));
            }
        });
        return all;
    }

    private static List<Series> series(Map<Integer, List<JsonNode>> folds, String field, double scale, String what,
            Series.Style style) {
        var all = new ArrayList<Series>();
        folds.forEach((fold, lines) -> {
            double[] x = lines.stream().mapToDouble(line -> line.path("epoch").asDouble()).toArray();
            double[] y = lines.stream().mapToDouble(line -> scale * line.path(field).asDouble(Double.NaN)).toArray();
            all.add(new Series("fold " + fold + what, x, y, all.size(), style));
        });
        return all;
    }
}
