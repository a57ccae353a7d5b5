package earshot.experiments.simclr;

import earshot.experiments.ExperimentException;
import earshot.experiments.probe.Probes;
import earshot.experiments.report.Exhibit;
import earshot.experiments.report.Percent;
import earshot.experiments.runs.ConfigReader;
import earshot.experiments.runs.RunFolder;
import earshot.experiments.runs.Summary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What became of different settings: a row for every finished run of this experiment on the same data set that lies beside this one.
final class Settings {
    private Settings() {
    }

    static Exhibit of(RunFolder run) throws IOException {
        Summary own = run.readSummary();
        var rows = new ArrayList<List<String>>(List.of(List.of("run", "views", "temperature", "negatives", "epochs", "folds",
                "contrastive accuracy %", "chance %", "linear probe %", "fine-tuned %")));
        Path siblings = run.folder().toAbsolutePath().getParent().getParent();
        for (RunFolder other : RunFolder.all(siblings)) {
            if (other.experiment().equals(run.experiment()) && other.finished()) {
                Summary summary = other.readSummary();
                SimclrPlan plan = plan(other);
                if (plan != null && summary.dataset().equals(own.dataset())) {
                    rows.add(row(other, plan.pretraining(), summary));
                }
            }
        }
        return new Exhibit.Table("Settings compared",
                "Every finished run of this experiment on this data set in the same folder. Contrastive accuracy is that of the last epoch"
                        + " of pre-training, on its own views; intervals are Student's t over the folds, 95%.",
                rows);
    }

    /// Null for a run of an older program, whose settings are others: it has no row, and spoils nobody else's page.
    private static SimclrPlan plan(RunFolder run) throws IOException {
        try {
            return new ConfigReader<>(SimclrPlan.STANDARD).file(run.config()).read();
        } catch (ExperimentException other) {
            return null;
        }
    }

    private static List<String> row(RunFolder run, Pretraining settings, Summary summary) throws IOException {
        Contrast contrast = Contrast.read(run);
        Probes probes = Probes.read(run);
        return List.of(run.id(), settings.views().name(), Double.toString(settings.temperature()),
                Integer.toString(settings.negatives()), settings.epochs() + " + " + summary.epochs(),
                Integer.toString(summary.folds().size()),
                contrast == null ? "-" : interval(contrast.accuracy().mean(), contrast.accuracy().halfWidth()),
                contrast == null ? "-" : Percent.digits(contrast.chance()),
                probes == null ? "-" : interval(probes.mean(), probes.interval()), interval(summary.mean(), summary.interval()));
    }

    private static String interval(double mean, Double halfWidth) {
        return Percent.digits(mean) + (halfWidth == null ? "" : " ± " + Percent.digits(halfWidth));
    }
}
