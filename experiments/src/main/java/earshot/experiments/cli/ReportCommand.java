package earshot.experiments.cli;

import earshot.experiments.ExperimentException;
import earshot.experiments.data.Dataset;
import earshot.experiments.features.FeatureCache;
import earshot.experiments.features.Features;
import earshot.experiments.pages.RunPage;
import earshot.experiments.runs.RunFolder;
import earshot.experiments.training.Plan;
import earshot.experiments.training.SupervisedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `earshot report`: the page about a run, once more.
@Command(name = "report", sortOptions = false, description = {
        "Write the page about a run, report.html, and its pictures: learning curves, confusions, the hardest clips, a map of embeddings, and "
                + "what belongs to the experiment. Every run writes it at its end; this does it again, say after other runs have come beside it."})
final class ReportCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final FeatureCache cache;

    @Parameters(index = "0", paramLabel = "RUN", description = "Folder of a run.")
    private Path folder;

    @Mixin
    private ComputeOptions compute;

    ReportCommand(Terminal terminal, FeatureCache cache) {
        this.terminal = terminal;
        this.cache = cache;
    }

    @Override
    public Integer call() throws IOException {
        RunFolder run = RunFolder.open(folder);
        Plan plan = Experiments.plan(run);
        // Asked first, so that an unfinished run is refused before its clips are read.
        run.readSummary();
        Path data = Path.of(plan.recipe().data());
        if (!Files.isDirectory(data)) {
            throw new ExperimentException(run.config() + ": the data set " + data
                    + " is not there; put it back, or write into this file where it is now");
        }
        Dataset dataset = Dataset.read(data);
        Features features;
        try (Progress progress = terminal.progress("reading clips", dataset.clips().size(), "clips")) {
            features = Features.of(dataset, plan.recipe().frontEnd(), cache, compute.threads(), () -> progress.advance(1));
        }
        try (var _ = run.lock()) {
            terminal.println(RunPage
                    .write(new SupervisedRun(run, plan, dataset, features, compute.backend(), compute.threads())).toString());
        }
        return 0;
    }
}
