package earshot.experiments.simclr;

import earshot.experiments.files.Json;
import earshot.experiments.runs.Interval;
import earshot.experiments.runs.RunFolder;
import java.io.IOException;
import java.util.Collection;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// How well the encoders of a run found pairs in their last epoch, over the folds.
///
/// @param accuracy contrastive accuracy and its interval
/// @param chance   what guessing would have come to
record Contrast(Interval accuracy, double chance) {

    /// Reads a run's metrics; null if there was no pre-training yet.
    static Contrast read(RunFolder run) throws IOException {
        var last = new TreeMap<Integer, JsonNode>();
        for (JsonNode line : Json.lines(run.metrics())) {
            if (line.path("stage").asString("").equals(ContrastiveEpoch.STAGE)) {
                last.put(line.path("fold").asInt(), line);
            }
        }
        return last.isEmpty()
                ? null
                : new Contrast(Interval.of(field(last.values(), "accuracy")), Interval.of(field(last.values(), "chance")).mean());
    }

    private static double[] field(Collection<JsonNode> lines, String name) {
        return lines.stream().mapToDouble(line -> line.path(name).asDouble()).toArray();
    }
}
