package earshot.experiments.cli;

import earshot.experiments.data.Dataset;
import earshot.experiments.features.FeatureCache;
import earshot.experiments.features.Features;
import earshot.experiments.report.ConfusionTable;
import earshot.experiments.report.Percent;
import earshot.experiments.runs.Environment;
import earshot.experiments.runs.RunFolder;
import earshot.experiments.runs.Summary;
import earshot.experiments.training.ResnetConfig;
import earshot.experiments.training.SupervisedRun;
import earshot.experiments.training.TrainingListener;
import earshot.kernels.Backend;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;

/// A supervised run as a person sees it: what is about to happen, how far it has come, what came out.
///
/// @param terminal where all that is shown
/// @param backend  what computes
/// @param cache    where pictures of clips are kept
record Session(Terminal terminal, Backend backend, FeatureCache cache) {

    /// Begins a new run. Its folder is made only when every clip has been read.
    SupervisedRun.Result start(Path out, String experiment, ResnetConfig config) throws IOException {
        Dataset dataset = Dataset.read(Path.of(config.data()));
        // Asks for every fold, so that one with nothing to judge or to train on is refused here.
        dataset.chooseFolds(config.folds()).forEach(dataset::training);
        long start = System.nanoTime();
        Features features = features(dataset, config);
        RunFolder run = RunFolder.create(out, experiment, config);
        double seconds = (System.nanoTime() - start) / 1e9;
        run.appendTiming(new TrainingListener.Timing(0, 0, "features", seconds, dataset.clips().size() / seconds));
        return execute(run, config, dataset, features);
    }

    /// Goes on with a run that was interrupted.
    SupervisedRun.Result execute(RunFolder run, ResnetConfig config) throws IOException {
        Dataset dataset = Dataset.read(Path.of(config.data()));
        return execute(run, config, dataset, features(dataset, config));
    }

    private Features features(Dataset dataset, ResnetConfig config) throws IOException {
        try (Progress progress = terminal.progress("reading clips", dataset.clips().size(), "clips")) {
            return Features.of(dataset, config.frontEnd(), cache, () -> progress.advance(1));
        }
    }

    private SupervisedRun.Result execute(RunFolder run, ResnetConfig config, Dataset dataset, Features features)
            throws IOException {
        try (var _ = run.lock()) {
            run.writeEnvironment(Environment.current());
            var supervised = new SupervisedRun(run, config, dataset, features, backend);
            introduce(run, config, dataset, features);
            Runnable hint = () -> terminal.note("interrupted; go on with: earshot run resnet34 --resume " + run.folder());
            Thread interrupted = new Thread(() -> {
                terminal.note("");
                hint.run();
            });
            Runtime.getRuntime().addShutdownHook(interrupted);
            SupervisedRun.Result result;
            try (Progress progress = terminal.progress("training", supervised.clipsToTrain(), "clips")) {
                result = supervised.execute(listener(progress, config, supervised.folds().size()));
            } catch (IOException failed) {
                hint.run();
                throw failed;
            } finally {
                forget(interrupted);
            }
            conclude(run, result);
            return result;
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The machine is going down already: the hook runs, as it should.
            return;
        }
    }

    private void introduce(RunFolder run, ResnetConfig config, Dataset dataset, Features features) {
        String seconds = String.format(Locale.ROOT, "%s s", config.frontEnd().seconds());
        terminal.note("data     " + dataset.name() + ": " + dataset.clips().size() + " clips, " + dataset.classes().size()
                + " classes, folds " + dataset.folds().stream().map(String::valueOf).collect(Collectors.joining(" ")) + "; "
                + features.padded() + " padded and " + features.cut() + " cut to " + seconds);
        terminal.note("network  blocks "
                + config.network().blocks().stream().map(String::valueOf).collect(Collectors.joining("-")) + ", width "
                + config.network().width() + ", on pictures of " + features.mels() + " mels x " + features.frames() + " frames");
        terminal.note("device   " + backend.name() + ": " + backend.description());
        terminal.note("run      " + run.folder());
    }

    private TrainingListener listener(Progress progress, ResnetConfig config, int folds) {
        return new TrainingListener() {
            private int finished;

            @Override
            public void step(Step step) {
                progress.advance(step.clips(),
                        String.format(Locale.ROOT, "fold %d (%d/%d)  epoch %d/%d  loss %.3f  acc %.1f%%  lr %.1e", step.fold(),
                                finished + 1, folds, step.epoch(), config.epochs(), step.loss(), 100 * step.accuracy(),
                                step.lr()));
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

    private void conclude(RunFolder run, SupervisedRun.Result result) {
        Summary summary = result.summary();
        var table = new ConfusionTable(summary.classes());
        result.predictions().forEach(p -> table.add(p.label(), p.predicted()));
        terminal.println("");
        table.lines().forEach(terminal::println);
        terminal.println("");
        terminal.println("accuracy   " + terminal.bold(interval(summary.mean(), summary.interval())));
        if (summary.ttaMean() != null) {
            terminal.println("with TTA   " + interval(summary.ttaMean(), summary.ttaInterval()));
        }
        terminal.println("run        " + run.folder());
    }

    private static String interval(double mean, Double halfWidth) {
        return Percent.of(mean) + (halfWidth == null ? "" : " ± " + Percent.of(halfWidth) + " (95% interval over folds)");
    }
}
