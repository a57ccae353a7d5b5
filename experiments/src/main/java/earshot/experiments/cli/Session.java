package earshot.experiments.cli;

import earshot.experiments.ExperimentException;
import earshot.experiments.data.Dataset;
import earshot.experiments.features.FeatureCache;
import earshot.experiments.features.Features;
import earshot.experiments.features.FrontEnd;
import earshot.experiments.pages.RunPage;
import earshot.experiments.report.ConfusionTable;
import earshot.experiments.report.Percent;
import earshot.experiments.runs.Environment;
import earshot.experiments.runs.RunFolder;
import earshot.experiments.runs.Summary;
import earshot.experiments.training.Plan;
import earshot.experiments.training.Recipe;
import earshot.experiments.training.SupervisedRun;
import earshot.experiments.training.TrainingListener;
import earshot.kernels.Backend;
import earshot.kernels.gpu.GpuException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A supervised run as a person sees it: what is about to happen, how far it has come, what came out.
///
/// @param command  what goes on with an interrupted run, e.g. `run resnet34`
/// @param terminal where all that is shown
/// @param backend  what computes
/// @param threads  how many may read clips
/// @param cache    where pictures of clips are kept
record Session(String command, Terminal terminal, Backend backend, int threads, FeatureCache cache) {

    /// Begins a new run. Its folder is made only when every clip has been read.
    ///
    /// @param given the configuration; its data set may be named relative to the working directory, which a resumed run need not have
    void start(Path out, String experiment, Plan given) throws IOException {
        // The words typed stand in an error, not what they are made into.
        Path data = Path.of(given.recipe().data());
        Dataset dataset = Dataset.read(data);
        Recipe recipe = given.recipe().withData(data.toAbsolutePath().normalize().toString());
        Plan plan = given.withRecipe(recipe);
        // Asks for every fold, so that one with nothing to judge or to train on is refused here.
        dataset.chooseFolds(recipe.folds()).forEach(dataset::training);
        plan.require(dataset);
        long start = System.nanoTime();
        Features features = features(dataset, recipe);
        RunFolder run = RunFolder.create(out, experiment, (Record) plan);
        double seconds = (System.nanoTime() - start) / 1e9;
        try (var _ = run.lock()) {
            run.appendTiming(new TrainingListener.Timing(0, 0, "features", seconds, dataset.clips().size() / seconds));
            execute(run, plan, dataset, features);
        }
    }

    /// Goes on with a run that was interrupted; of a finished one, only the result is shown.
    ///
    /// @param otherRounding whether it may go on where sums are rounded in another way than before
    /// @throws ExperimentException if it cannot be gone on with here
    void resume(RunFolder run, Plan plan, boolean otherRounding) throws IOException {
        if (run.finished()) {
            conclude(run, plan);
            terminal.note("finished already; nothing was left to do");
            return;
        }
        try (var _ = run.lock()) {
            if (!otherRounding) {
                requireSameRounding(run);
            }
            Path data = Path.of(plan.recipe().data());
            if (!Files.isDirectory(data)) {
                throw new ExperimentException(run.config() + ": the data set " + data
                        + " is not there; put it back, or write into this file where it is now");
            }
            Dataset dataset = Dataset.read(data);
            execute(run, plan, dataset, features(dataset, plan.recipe()));
        }
    }

    /// A run promises the bytes of one that was never interrupted; sums rounded in another way would break that in silence.
    private void requireSameRounding(RunFolder run) throws IOException {
        Environment here = Environment.current(backend.name());
        Environment there = run.readEnvironment();
        if (there != null && !there.rounding().equals(here.rounding())) {
            throw new ExperimentException(run.folder() + ": was begun on " + there.rounding() + ", this is " + here.rounding()
                    + ", which rounds differently; go on with --device " + there.device()
                    + " and EARSHOT_JAVA_OPTS=-Dearshot.vector.bits=" + there.vectorBits()
                    + ", or here with --other-rounding, if the result need not be that of an undisturbed run to the last bit");
        }
    }

    private Features features(Dataset dataset, Recipe recipe) throws IOException {
        try (Progress progress = terminal.progress("reading clips", dataset.clips().size(), "clips");
                FrontEnd.Transform transform = recipe.frontEnd().transform(backend)) {
            return Features.of(dataset, recipe.frontEnd(), transform, cache, threads, () -> progress.advance(1));
        }
    }

    private void execute(RunFolder run, Plan plan, Dataset dataset, Features features) throws IOException {
        run.writeEnvironment(Environment.current(backend.name()));
        var supervised = new SupervisedRun(run, plan, dataset, features, backend, threads);
        introduce(run, plan.recipe(), dataset, features);
        Runnable hint = () -> terminal.note("interrupted; go on with: earshot " + command + " --resume " + run.folder());
        Thread interrupted = new Thread(() -> {
            terminal.note("");
            hint.run();
        });
        Runtime.getRuntime().addShutdownHook(interrupted);
        try (Progress progress = terminal.progress("training", supervised.clipsToTrain(), "clips")) {
            supervised.execute(listener(progress, plan.recipe().epochs(), supervised.folds().size()));
        } catch (IOException failed) {
            hint.run();
            throw failed;
        } catch (GpuException failed) {
            hint.run();
            terminal.note("or, without this device: earshot " + command + " --resume " + run.folder()
                    + " --device cpu --other-rounding");
            throw failed;
        } finally {
            forget(interrupted);
        }
        RunPage.write(supervised);
        conclude(run, plan);
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The machine is going down already: the hook runs, as it should.
            return;
        }
    }

    private void introduce(RunFolder run, Recipe recipe, Dataset dataset, Features features) {
        String seconds = String.format(Locale.ROOT, "%s s", recipe.frontEnd().seconds());
        terminal.note("data     " + dataset.name() + ": " + dataset.clips().size() + " clips, " + dataset.classes().size()
                + " classes, folds " + dataset.folds().stream().map(String::valueOf).collect(Collectors.joining(" ")) + "; "
                + features.padded() + " padded and " + features.cut() + " cut to " + seconds);
        terminal.note("network  " + recipe.network().describe() + ", on pictures of " + features.mels() + " mels x "
                + features.frames() + " frames");
        terminal.note("device   " + backend.name() + ": " + backend.description());
        terminal.note("run      " + run.folder());
    }

    private TrainingListener listener(Progress progress, int epochs, int folds) {
        return new TrainingListener() {
            private int finished;

            @Override
            public void step(Step step) {
                progress.advance(step.clips(),
                        String.format(Locale.ROOT, "fold %d (%d/%d)  epoch %d/%d  loss %.3f  acc %.1f%%  lr %.1e", step.fold(),
                                finished + 1, folds, step.epoch(), epochs, step.loss(), 100 * step.accuracy(),
                                step.lr()));
            }

            @Override
            public void pretraining(int clips, String words) {
                progress.advance(clips, words);
            }

            @Override
            public void learned(String words) {
                progress.clear();
                terminal.println(words);
            }

            @Override
            public void judged(Summary.Fold fold) {
                finished++;
                progress.clear();
                terminal.println(describe(fold));
            }
        };
    }

    private String describe(Summary.Fold fold) {
        return "fold " + fold.fold() + "   " + terminal.bold(Percent.of(fold.accuracy()))
                + (fold.ttaAccuracy() == null ? "" : "   with test-time augmentation " + Percent.of(fold.ttaAccuracy())) + "   ("
                + fold.clips() + " clips)";
    }

    /// Shows the result as it stands in the run's files.
    private void conclude(RunFolder run, Plan plan) throws IOException {
        Summary summary = run.readSummary();
        var table = new ConfusionTable(summary.classes());
        run.readPredictions(summary.classes()).forEach(clip -> table.add(clip.label(), clip.predicted()));
        terminal.println("");
        table.lines().forEach(terminal::println);
        terminal.println("");
        List<String> findings = plan.findings(run);
        if (!findings.isEmpty()) {
            findings.forEach(terminal::println);
            terminal.println("");
        }
        terminal.println("accuracy   " + terminal.bold(interval(summary.mean(), summary.interval())));
        if (summary.ttaMean() != null) {
            terminal.println("with TTA   " + interval(summary.ttaMean(), summary.ttaInterval()));
        }
        if (Files.exists(run.page())) {
            terminal.println("report     " + run.page());
        }
        terminal.println("run        " + run.folder());
    }

    private static String interval(double mean, Double halfWidth) {
        return Percent.of(mean) + (halfWidth == null ? "" : " ± " + Percent.of(halfWidth) + " (95% interval over folds)");
    }
}
