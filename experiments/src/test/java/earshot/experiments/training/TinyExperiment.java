package earshot.experiments.training;

import earshot.engine.files.SafetensorsWriter;
import earshot.engine.files.StateDict;
import earshot.engine.nn.NoiseSource;
import earshot.experiments.data.Dataset;
import earshot.experiments.features.FeatureCache;
import earshot.experiments.features.Features;
import earshot.experiments.models.EfficientNet;
import earshot.experiments.runs.ConfigReader;
import earshot.experiments.runs.RunFolder;
import earshot.experiments.synth.SyntheticDataset;
import earshot.kernels.Backends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The smallest experiment that still has everything: ten classes, two folds, half a second of sound, a network of a few channels.
public final class TinyExperiment {
    /// Files of a run that a clock or the machine has a say in.
    private static final Set<String> UNREPEATABLE = Set.of("environment.json", "timing.jsonl", "report.html");
    private static final List<String> COMMON = List.of("epochs=3", "batch=4", "tta=2", "lr=0.005", "frontEnd.rate=8000",
            "frontEnd.seconds=0.5", "frontEnd.mels=16", "frontEnd.fftLength=256", "frontEnd.hop=128", "augment.maxFrames=8",
            "augment.maxMels=4");
    private static final List<String> SETTINGS = Stream.concat(COMMON.stream(),
            Stream.of("network.width=8", "network.blocks=1,1,1,1")).toList();
    private static final List<String> FINE_TUNING = Stream.concat(COMMON.stream(), Stream.of("network.width=0.25"))
            .map(setting -> "recipe." + setting).toList();

    private TinyExperiment() {
    }

    /// Writes a data set of 20 clips in the folds 1 and 2.
    public static Path dataset(Path folder) throws IOException {
        new SyntheticDataset(2, 0.5, 8000, 5).write(folder, 2, () -> {
        });
        return folder;
    }

    /// The settings, and some of a test's own.
    public static Recipe config(Path data, String... own) {
        var reader = new ConfigReader<>(Recipe.RESNET34).set("data=" + data);
        SETTINGS.forEach(reader::set);
        List.of(own).forEach(reader::set);
        return reader.read();
    }

    /// A plan that is more than a recipe, with the same settings in its recipe, and some of a test's own.
    public static <P extends Record & Plan> P plan(P defaults, Path data, String... own) {
        var reader = new ConfigReader<>(defaults).set("recipe.data=" + data);
        SETTINGS.forEach(setting -> reader.set("recipe." + setting));
        List.of(own).forEach(reader::set);
        return reader.read();
    }

    /// The settings of a plan's recipe as words of a command line.
    public static List<String> recipeWords() {
        return SETTINGS.stream().flatMap(setting -> Stream.of("--set", "recipe." + setting)).toList();
    }

    /// The same as words of a command line.
    public static List<String> words(Path data, Path out, String... own) {
        var words = new ArrayList<>(List.of("run", "resnet34", "--data", data.toString(), "--out", out.toString()));
        var settings = new ArrayList<>(SETTINGS);
        settings.addAll(List.of(own));
        settings.forEach(setting -> words.addAll(List.of("--set", setting)));
        return words;
    }

    /// Weights for the network of [#fineTuning], of seven classes, in a file that is no public one.
    public static Path weights(Path file) throws IOException {
        var network = new EfficientNet(Backends.create("cpu", 1), new NoiseSource(0), new EfficientNet.Config(3, 0.25, 7, 0, 0),
                9);
        SafetensorsWriter.write(file, StateDict.of(network), Map.of());
        network.release();
        return file;
    }

    /// Words of a command line that trains a small EfficientNet further.
    public static List<String> fineTuning(Path data, Path out, String pretrained, String... own) {
        var words = new ArrayList<>(List.of("run", "efficientnet-b0", "--data", data.toString(), "--out", out.toString(),
                "--pretrained", pretrained));
        var settings = new ArrayList<>(FINE_TUNING);
        settings.addAll(List.of(own));
        settings.forEach(setting -> words.addAll(List.of("--set", setting)));
        return words;
    }

    static Features features(Dataset dataset, Recipe config, Path cache) throws IOException {
        return Features.of(dataset, config.frontEnd(), new FeatureCache(cache), 2, () -> {
        });
    }

    /// A supervised run, ready to be executed.
    public static SupervisedRun run(RunFolder folder, Plan plan, Path cache, int threads) throws IOException {
        Dataset dataset = Dataset.read(Path.of(plan.recipe().data()));
        return new SupervisedRun(folder, plan, dataset, features(dataset, plan.recipe(), cache), Backends.create("cpu", threads),
                threads);
    }

    /// Digest of every file of a run that two runs with one seed must have in common.
    public static SortedMap<String, String> bytes(Path run) throws IOException {
        var digests = new TreeMap<String, String>();
        try (var files = Files.walk(run)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!UNREPEATABLE.contains(file.getFileName().toString())) {
                    digests.put(run.relativize(file).toString(), digest(Files.readAllBytes(file)));
                }
            }
        }
        return digests;
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
