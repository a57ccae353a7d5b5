package earshot.experiments.masked;

import earshot.experiments.data.Dataset;
import earshot.experiments.features.FeatureCache;
import earshot.experiments.features.Features;
import earshot.experiments.runs.ConfigReader;
import earshot.experiments.runs.RunFolder;
import earshot.experiments.training.SupervisedRun;
import earshot.experiments.training.TrainingListener;
import earshot.kernels.Backends;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The smallest masked prediction that still has everything: half a second of sound, eight patches, six tokens, a network of a few
/// channels.
public final class TinyMasked {
    private static final List<String> SETTINGS = List.of("recipe.epochs=2", "recipe.batch=4", "recipe.tta=1", "recipe.lr=0.005",
            "recipe.frontEnd.rate=8000", "recipe.frontEnd.seconds=0.5", "recipe.frontEnd.mels=16",
            "recipe.frontEnd.fftLength=256",
            "recipe.frontEnd.hop=128", "recipe.augment.maxFrames=8", "recipe.augment.maxMels=4", "pretraining.epochs=2",
            "pretraining.batch=4", "pretraining.codes=6", "pretraining.iterations=5", "pretraining.learned.epochs=2",
            "pretraining.learned.codeWidth=4", "pretraining.learned.layers=1", "pretraining.learned.width=8",
            "pretraining.learned.heads=2", "pretraining.learned.estimator=1");
    static final List<String> CNN = List.of("recipe.network.width=4", "recipe.network.blocks=1,1");
    static final List<String> TRANSFORMER = List.of("recipe.network.patch=8", "recipe.network.layers=1", "recipe.network.width=8",
            "recipe.network.heads=2");

    private TinyMasked() {
    }

    static MaskedPlan cnn(Path data, String... own) {
        return plan(MaskedPlan.CNN, CNN, data, own);
    }

    static MaskedPlan transformer(Path data, String... own) {
        return plan(MaskedPlan.TRANSFORMER, TRANSFORMER, data, own);
    }

    private static MaskedPlan plan(MaskedPlan defaults, List<String> network, Path data, String... own) {
        var reader = new ConfigReader<>(defaults).set("recipe.data=" + data);
        SETTINGS.forEach(reader::set);
        network.forEach(reader::set);
        List.of(own).forEach(reader::set);
        return reader.read();
    }

    /// The same as words of a command line.
    public static List<String> words(String experiment, Path data, Path out, String... own) {
        var words = new ArrayList<>(List.of("run", experiment, "--data", data.toString(), "--out", out.toString()));
        var settings = new ArrayList<>(SETTINGS);
        settings.addAll(experiment.equals("cnn-beats") ? CNN : TRANSFORMER);
        settings.addAll(List.of(own));
        settings.forEach(setting -> words.addAll(List.of("--set", setting)));
        return words;
    }

    /// Begins a run, or goes on with one.
    static SupervisedRun.Result execute(RunFolder folder, MaskedPlan plan, Path cache, int threads, TrainingListener listener)
            throws IOException {
        Dataset dataset = Dataset.read(Path.of(plan.recipe().data()));
        Features features = Features.of(dataset, plan.recipe().frontEnd(), new FeatureCache(cache), 2, () -> {
        });
        try (var _ = folder.lock()) {
            return new SupervisedRun(folder, plan, dataset, features, Backends.create("cpu", threads), threads).execute(listener);
        }
    }
}
