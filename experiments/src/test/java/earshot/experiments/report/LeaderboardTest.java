package earshot.experiments.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.experiments.ExperimentException;
import earshot.experiments.files.WholeFile;
import earshot.experiments.models.ResNet;
import earshot.experiments.runs.Prediction;
import earshot.experiments.runs.RunFolder;
import earshot.experiments.runs.Summary;
import earshot.kernels.Backends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaderboardTest {
    @TempDir
    Path out;

    private void run(String experiment, String id, boolean finished, Summary.Fold... folds) throws IOException {
        run(experiment, id, "esc10", 2, 21_280_000, finished, folds);
    }

    private void run(String experiment, String id, String dataset, int classes, long parameters, boolean finished,
            Summary.Fold... folds) throws IOException {
        run(experiment, id, dataset, classes, parameters, null, finished, folds);
    }

    private void run(String experiment, String id, String dataset, int classes, long parameters, String weights,
            boolean finished, Summary.Fold... folds) throws IOException {
        var run = new RunFolder(Files.createDirectories(out.resolve(experiment).resolve(id)), experiment, id);
        WholeFile.write(run.config(), "seed: 0\n");
        WholeFile.write(run.timing(), "{\"fold\":1,\"epoch\":1,\"seconds\":100.0}\n{\"fold\":1,\"epoch\":2,\"seconds\":87.5}\n");
        run.writeSummary(Summary.of(experiment, dataset, IntStream.range(0, classes).mapToObj(c -> "class" + c).toList(), 0,
                40, parameters, weights, List.of(folds), finished));
    }

    @Test
    void showsTheNewestFinishedRunOfEachExperiment() throws IOException {
        run("resnet34", "20260101-000000", true, new Summary.Fold(1, 80, 0.1, null));
        run("resnet34", "20260102-000000", true, new Summary.Fold(1, 80, 0.8, 0.825), new Summary.Fold(3, 80, 0.85, 0.9));
        run("resnet34", "20260103-000000", false, new Summary.Fold(1, 80, 0.99, null));
        run("tiny", "20260101-000000", true, new Summary.Fold(2, 80, 0.9, null));
        List<Leaderboard.Row> rows = Leaderboard.read(out).rows();
        assertEquals(List.of("tiny", "resnet34 + TTA", "resnet34"), rows.stream().map(Leaderboard.Row::experiment).toList());
        Leaderboard.Row resnet = rows.getLast();
        assertEquals("20260102-000000", resnet.run());
        assertEquals(0.825, resnet.mean(), 1e-12);
        assertEquals(0.8625, rows.get(1).mean(), 1e-12);
        assertEquals(187.5, resnet.wallSeconds(), 1e-12);
        assertEquals(2, resnet.otherRuns());
    }

    /// Runs of weights that are no public ones are shown as what they are, beside those that are, and without the post's figure.
    @Test
    void runsWithRandomWeightsAreMarkedAndHideNoOthers() throws IOException {
        String b0 = "efficientnet-b0";
        run(b0, "20260101-000000", "ESC-50", 50, 4_071_598, b0, true, folds(5));
        run(b0, "20260102-000000", "ESC-50", 50, 4_071_598, "random", true, folds(5));
        run(b0, "20260103-000000", "ESC-50", 50, 4_071_598, "unknown, SHA-256 " + "0".repeat(64), true, folds(5));
        List<Leaderboard.Row> rows = Leaderboard.read(out).rows();
        assertEquals(Set.of(b0, b0 + " + TTA", b0 + " (random weights)", b0 + " + TTA (random weights)"),
                Set.copyOf(rows.stream().map(Leaderboard.Row::experiment).toList()));
        for (Leaderboard.Row row : rows) {
            boolean random = row.experiment().endsWith("(random weights)");
            assertEquals(random ? "20260103-000000" : "20260101-000000", row.run());
            assertEquals(row.experiment().equals(b0) ? 0.815 : null, row.post());
            assertEquals(1, row.otherRuns());
        }
    }

    private static Summary.Fold[] folds(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(f -> new Summary.Fold(f, 400, 0.7, 0.75)).toArray(Summary.Fold[]::new);
    }

    /// The post's figure is of ESC-50's 50 classes, five folds, and ResNet-34.
    @Test
    void thePostsFigureStandsOnlyBesideWhatItMayBeComparedWith() throws IOException {
        long standard;
        var network = new ResNet(Backends.create("cpu", 1), ResNet.Config.resnet34(1, 64, 50), 0);
        try {
            standard = network.parameterCount();
        } finally {
            network.release();
        }
        run("resnet34", "1", "esc50", 50, standard, true, folds(5));
        run("resnet34", "2", "ten", 10, standard, true, folds(5));
        run("resnet34", "3", "four-folds", 50, standard, true, folds(4));
        run("resnet34", "4", "narrow", 50, standard / 4, true, folds(5));
        run("other", "5", "esc50", 50, standard, true, folds(5));
        var beside = new TreeMap<String, Double>();
        for (Leaderboard.Row row : Leaderboard.read(out).rows()) {
            if (row.post() != null) {
                beside.put(row.run() + " " + row.experiment(), row.post());
            }
        }
        assertEquals(Map.of("1 resnet34", 0.805, "1 resnet34 + TTA", 0.835), beside);
    }

    /// Accuracies on two data sets say nothing of each other, so neither hides the other.
    @Test
    void everyDataSetHasItsRow() throws IOException {
        run("resnet34", "1", "esc50", 50, 7, true, folds(5));
        run("resnet34", "2", "esc50", 50, 7, true, folds(5));
        run("resnet34", "3", "esc10", 10, 7, true, new Summary.Fold(1, 80, 0.9, null));
        List<Leaderboard.Row> rows = Leaderboard.read(out).rows();
        assertEquals(List.of("3 esc10 1", "2 esc50 1", "2 esc50 1"),
                rows.stream().map(row -> row.run() + " " + row.dataset() + " " + row.otherRuns()).toList());
    }

    private void two() throws IOException {
        run("resnet34", "20260102-000000", true, new Summary.Fold(1, 80, 0.8, 0.825), new Summary.Fold(3, 80, 0.85, 0.9));
        WholeFile.write(out.resolve("resnet34/20260102-000000/timing.jsonl"), """
                {"stage":"contrastive","fold":1,"epoch":1,"seconds":61.0}
                {"fold":1,"epoch":1,"seconds":100.0}
                {"fold":1,"epoch":2,"seconds":87.5}
                """);
    }

    @Test
    void printsAlignedColumns() throws IOException {
        two();
        assertEquals(
                """
                        method           data  mean %  95% +-  fold 1  fold 3  post %  parameters  pre-training  training  best only  this only  p              run  others
                        resnet34 + TTA  esc10   86.25   47.65   82.50   90.00       -      21.28M         1m01s     3m08s          -          -  -  20260102-000000       0
                        resnet34        esc10   82.50   31.77   80.00   85.00       -      21.28M         1m01s     3m08s          -          -  -  20260102-000000       0""",
                String.join("\n", new LeaderboardTable(Leaderboard.read(out)).lines()));
    }

    @Test
    void printsMarkdownAndCsv() throws IOException {
        two();
        var table = new LeaderboardTable(Leaderboard.read(out));
        List<String> markdown = table.markdown();
        assertEquals(4, markdown.size());
        assertTrue(markdown.getFirst().startsWith("| method | data | mean % |"), markdown.getFirst());
        assertEquals(1, markdown.stream().map(line -> line.chars().filter(c -> c == '|').count()).distinct().count());
        assertEquals("resnet34,esc10,0.825," + Leaderboard.read(out).rows().getLast().interval()
                + ",0.8,0.85,,21280000,61.0,248.5,,,,,20260102-000000,0", table.csv().getLast());
    }

    /// Two classes, four clips: the better one recognises three of them, the other one, and that is another.
    @Test
    void comparesEveryRowWithTheBestOnItsDataSet() throws IOException {
        run("good", "1", true, new Summary.Fold(1, 4, 0.75, null));
        run("bad", "1", true, new Summary.Fold(1, 4, 0.25, null));
        run("elsewhere", "1", "esc50", 2, 1, true, new Summary.Fold(1, 4, 0.5, null));
        predictions("good", 0, 0, 0, 1);
        predictions("bad", 1, 1, 1, 0);
        Map<String, McNemar> tests = new TreeMap<>();
        for (Leaderboard.Row row : Leaderboard.read(out).rows()) {
            if (row.besideBest() != null) {
                tests.put(row.experiment(), row.besideBest());
            }
        }
        assertEquals(Map.of("bad", new McNemar(4, 3, 1, 10.0 / 16)), tests);
    }

    private void predictions(String experiment, int... said) throws IOException {
        var predictions = new ArrayList<Prediction>();
        for (int i = 0; i < said.length; i++) {
            predictions.add(
                    new Prediction("clip" + i, 1, 0, said[i] == 0 ? new float[]{0.9f, 0.1f} : new float[]{0.1f, 0.9f}, null));
        }
        RunFolder.open(out.resolve(experiment).resolve("1")).writePredictions(List.of("class0", "class1"), predictions);
    }

    @Test
    void saysWhyThereIsNothingToShow() throws IOException {
        assertTrue(assertThrows(ExperimentException.class, () -> Leaderboard.read(out.resolve("none"))).getMessage()
                .contains("no such folder"));
        run("resnet34", "20260103-000000", false, new Summary.Fold(1, 80, 0.99, null));
        assertTrue(assertThrows(ExperimentException.class, () -> Leaderboard.read(out)).getMessage()
                .contains("no finished run (1 unfinished)"));
    }

    @Test
    void confusionTableCountsAndPrints() {
        var table = new ConfusionTable(List.of("rain", "dog_bark"));
        for (int i = 0; i < 12; i++) {
            table.add(0, i < 3 ? 1 : 0);
        }
        table.add(1, 1);
        assertEquals(9, table.count(0, 0));
        assertEquals(3, table.count(0, 1));
        assertEquals(10.0 / 13, table.accuracy(), 1e-12);
        assertEquals("""
                true class  1  2  recall %
                1 rain      9  3      75.0
                2 dog_bark  .  1     100.0""", String.join("\n", table.lines()));
    }

    @Test
    void durationsAreWords() {
        assertEquals(List.of("0s", "1m00s", "59m59s", "1h01m"),
                List.of(Duration.words(0.2), Duration.words(59.6), Duration.words(3599), Duration.words(3660)));
    }
}
