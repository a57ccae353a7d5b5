package earshot.experiments.masked;

import earshot.experiments.files.Json;
import earshot.experiments.report.Percent;
import earshot.experiments.report.TextTable;
import earshot.experiments.runs.RunFolder;
import earshot.experiments.runs.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.JsonNode;

/// What the rounds of pre-training of a run came to, read from its files.
///
/// @param rows by round, then by fold
public record Rounds(List<Row> rows) {

    public Rounds {
        rows = List.copyOf(rows);
    }

    /// One round of one fold.
    ///
    /// @param round       from 1
    /// @param fold        the fold held out
    /// @param perplexity  of the tokens of its training clips
    /// @param used        tokens that occur
    /// @param guessed     part of the hidden patches whose token was guessed in the last epoch
    /// @param mostFrequent share of the most frequent token
    /// @param fineTuned   accuracy on the held-out fold after supervised training; null if there was none yet
    public record Row(int round, int fold, double perplexity, int used, double guessed, double mostFrequent,
            Double fineTuned) {
    }

    /// Where the supervised run of a round's encoder is that is not the last.
    static Path judgement(RunFolder run, int round, int fold) {
        return run.folder().resolve("rounds").resolve("round-" + round).resolve("fold-" + fold);
    }

    /// Reads a run's files.
    public static Rounds read(RunFolder run) throws IOException {
        Map<Integer, Map<Integer, JsonNode>> last = new TreeMap<>();
        for (JsonNode line : Json.lines(run.metrics())) {
            if (line.path("stage").asString("").equals(Material.STAGE)
                    && line.path("work").asString("").equals(MaskedLesson.Line.WORK)) {
                last.computeIfAbsent(line.path("round").asInt(), _ -> new TreeMap<>()).put(line.path("fold").asInt(), line);
            }
        }
        var rows = new ArrayList<Row>();
        for (var round : last.entrySet()) {
            for (var fold : round.getValue().entrySet()) {
                JsonNode line = fold.getValue();
                RunFolder judged = new RunFolder(judgement(run, round.getKey(), fold.getKey()), run.experiment(), run.id());
                boolean apart = judged.finished();
                rows.add(new Row(round.getKey(), fold.getKey(), line.path("perplexity").asDouble(), line.path("used").asInt(),
                        line.path("accuracy").asDouble(), line.path("mostFrequent").asDouble(),
                        fineTuned(apart ? judged : run, fold.getKey())));
            }
        }
        return new Rounds(rows);
    }

    private static Double fineTuned(RunFolder run, int fold) throws IOException {
        if (!Files.exists(run.summary())) {
            return null;
        }
        return run.readSummary().folds().stream().filter(f -> f.fold() == fold).map(Summary.Fold::accuracy).findFirst()
                .orElse(null);
    }

    /// Means over the folds, the names of the columns first, then a row for each round.
    public List<List<String>> table() {
        var table = new ArrayList<List<String>>();
        table.add(List.of("round", "perplexity", "in use", "guessed %", "most frequent %", "fine-tuned %"));
        rows.stream().map(Row::round).distinct().forEach(round -> {
            List<Row> folds = rows.stream().filter(row -> row.round == round).toList();
            boolean judged = folds.stream().noneMatch(row -> row.fineTuned == null);
            table.add(List.of(String.valueOf(round), number("%.1f", folds, Row::perplexity), number("%.0f", folds, Row::used),
                    Percent.digits(mean(folds, Row::guessed)), Percent.digits(mean(folds, Row::mostFrequent)),
                    judged ? Percent.digits(mean(folds, Row::fineTuned)) : "-"));
        });
        return table;
    }

    /// The table as lines of text.
    public List<String> lines() {
        var text = new TextTable();
        table().forEach(text::row);
        return text.lines();
    }

    private static String number(String format, List<Row> rows, ToDoubleFunction<Row> value) {
        return String.format(Locale.ROOT, format, mean(rows, value));
    }

    private static double mean(List<Row> rows, ToDoubleFunction<Row> value) {
        return rows.stream().mapToDouble(value).average().orElseThrow();
    }
}
