package earshot.experiments.pages;

import earshot.experiments.files.WholeFile;
import earshot.experiments.picture.ConfusionPicture;
import earshot.experiments.probe.Probes;
import earshot.experiments.report.Duration;
import earshot.experiments.report.Exhibit;
import earshot.experiments.report.Html;
import earshot.experiments.report.Percent;
import earshot.experiments.runs.Prediction;
import earshot.experiments.runs.RunFolder;
import earshot.experiments.runs.Summary;
import earshot.experiments.training.SupervisedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The page about a run, `report.html`, with its pictures in it and, as files of their own, in `report/`. All of it is made from what
/// stands in the run's folder and from the data set.
public final class RunPage {
    private RunPage() {
    }

    /// Writes the page and its pictures.
    ///
    /// @return the page
    /// @throws earshot.experiments.ExperimentException if the run has no result yet
    public static Path write(SupervisedRun run) throws IOException {
        RunFolder folder = run.run();
        Summary summary = folder.readSummary();
        List<Exhibit> exhibits = exhibits(run, summary);
        Files.createDirectories(folder.pictures());
        var html = new Html(folder.experiment() + " on " + summary.dataset() + ", run " + folder.id());
        html.paragraph(words(folder, summary)).table(folds(summary, Probes.read(folder)));
        List<String> findings = run.plan().findings(folder);
        if (!findings.isEmpty()) {
            html.lines(findings);
        }
        for (Exhibit exhibit : exhibits) {
            html.heading(exhibit.title()).paragraph(exhibit.words());
            switch (exhibit) {
                case Exhibit.Picture picture -> {
                    html.picture(picture.png(), picture.title());
                    WholeFile.write(folder.pictures().resolve(picture.name() + ".png"), picture.png());
                }
                case Exhibit.Table table -> html.table(table.rows());
            }
        }
        html.folded("config.yaml", Files.readString(folder.config()));
        if (Files.exists(folder.environment())) {
            html.folded("environment.json", Files.readString(folder.environment()));
        }
        WholeFile.write(folder.page(), html.page());
        return folder.page();
    }

    private static String words(RunFolder folder, Summary summary) throws IOException {
        double before = folder.pretrainingSeconds();
        return String.format(Locale.ROOT,
                "%d classes, %d epochs a fold, %,d learned values, seed %d; %s%s. Each fold was judged once, by the network as it was after"
                        + " its last epoch.",
                summary.classes().size(), summary.epochs(), summary.parameters(), summary.seed(),
                Duration.words(folder.wallSeconds()), before > 0 ? ", of which pre-training " + Duration.words(before) : "");
    }

    private static List<List<String>> folds(Summary summary, Probes probes) {
        boolean tta = summary.ttaMean() != null;
        var head = new ArrayList<>(List.of("held out", "clips", "accuracy %"));
        var last = new ArrayList<>(List.of("mean, 95% interval", "", interval(summary.mean(), summary.interval())));
        if (tta) {
            head.add("with test-time augmentation %");
            last.add(interval(summary.ttaMean(), summary.ttaInterval()));
        }
        if (probes != null) {
            head.addAll(List.of("linear probe %", "probe of random weights %"));
            last.addAll(
                    List.of(interval(probes.mean(), probes.interval()), interval(probes.randomMean(), probes.randomInterval())));
        }
        var rows = new ArrayList<List<String>>(List.of(head));
        for (Summary.Fold fold : summary.folds()) {
            var row = new ArrayList<>(
                    List.of("fold " + fold.fold(), Integer.toString(fold.clips()), Percent.exact(fold.accuracy())));
            if (tta) {
                row.add(Percent.exact(fold.ttaAccuracy()));
            }
            if (probes != null) {
                var own = probes.folds().stream().filter(probe -> probe.fold() == fold.fold()).findFirst();
                row.add(own.map(probe -> Percent.exact(probe.accuracy())).orElse("-"));
                row.add(own.map(probe -> Percent.exact(probe.random())).orElse("-"));
            }
            rows.add(row);
        }
        rows.add(last);
        return rows;
    }

    private static String interval(double mean, Double halfWidth) {
        return Percent.exact(mean) + (halfWidth == null ? "" : " ± " + Percent.exact(halfWidth));
    }

    private static List<Exhibit> exhibits(SupervisedRun run, Summary summary) throws IOException {
        List<Prediction> predictions = run.run().readPredictions(summary.classes());
        var all = new ArrayList<Exhibit>();
        LearningCurves.of(run.run()).ifPresent(all::add);
        all.add(confusion(summary.classes(), predictions));
        all.add(HardestClips.of(run.dataset(), run.features(), predictions));
        EmbeddingMap.of(run, run.checkpoint(summary.folds().getFirst().fold())).ifPresent(all::add);
        all.addAll(run.plan().exhibits(run));
        return all;
    }

    private static Exhibit confusion(List<String> classes, List<Prediction> predictions) throws IOException {
        int[][] counts = new int[classes.size()][classes.size()];
        predictions.forEach(p -> counts[p.label()][p.predicted()]++);
        return new Exhibit.Picture("confusion", "What was taken for what",
                "All held-out clips, without test-time augmentation. Green is right, red is wrong, the darker the more of a class.",
                new ConfusionPicture(classes, counts).png());
    }
}
