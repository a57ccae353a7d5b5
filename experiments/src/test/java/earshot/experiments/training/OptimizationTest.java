package earshot.experiments.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.engine.Tensor;
import earshot.engine.files.Safetensors;
import earshot.engine.files.TensorData;
import earshot.engine.nn.Dropout;
import earshot.engine.nn.Linear;
import earshot.engine.nn.Module;
import earshot.engine.nn.NoiseSource;
import earshot.engine.nn.ParameterSource;
import earshot.experiments.ExperimentException;
import earshot.experiments.data.Dataset;
import earshot.experiments.features.Features;
import earshot.experiments.features.Normalization;
import earshot.experiments.models.Architecture;
import earshot.experiments.runs.RunFolder;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How weights are moved, seen in those of a trained network.
class OptimizationTest {
    private static final String[] PLAIN = {"epochs=1", "smoothing=0", "augment.shift=0", "augment.gain=0", "augment.timeMasks=0",
            "augment.melMasks=0", "augment.mixup=0", "optimization.schedule=warmup-cosine"};

    @TempDir
    static Path folder;

    private static Path data;
    private static int runs;

    @BeforeAll
    static void dataset() throws IOException {
        data = TinyExperiment.dataset(folder.resolve("set"));
    }

    /// Two linear maps of the picture's bands: nothing in it looks at other clips of a batch.
    record Flat(double dropout) implements Architecture {
        @Override
        public Module build(Backend backend, NoiseSource noise, int classes, long seed) {
            var source = new ParameterSource(backend, seed);
            return new Module() {
                private final Linear encoder = part("encoder", new Linear(source, 16, 8));
                private final Dropout drop = part("drop", new Dropout(noise, dropout));
                private final Linear head = part("head", new Linear(source, 8, classes));

                @Override
                protected Tensor forward(Tensor x) {
                    Tensor bands = x.mean(2, 3);
                    return head.apply(drop.apply(encoder.apply(bands).relu()));
                }
            };
        }

        @Override
        public String describe() {
            return "flat";
        }
    }

    private static Map<String, TensorData> trained(Flat network, Start start, String... settings) throws IOException {
        Recipe tiny = TinyExperiment.config(data, settings);
        var recipe = new Recipe(tiny.data(), tiny.folds(), tiny.epochs(), tiny.batch(), tiny.lr(), tiny.weightDecay(),
                tiny.smoothing(), tiny.tta(), tiny.seed(), tiny.optimization(), tiny.frontEnd(), tiny.scaling(), network,
                tiny.augment(), tiny.views(), tiny.wave());
        RunFolder run = RunFolder.create(folder.resolve("runs" + runs++), "flat", recipe);
        Files.createDirectories(run.checkpoints());
        Dataset dataset = Dataset.read(data);
        Features features = TinyExperiment.features(dataset, recipe, folder.resolve("cache"));
        Split split = Split.of(dataset, 1);
        Normalization normalization = recipe.scaling().of(features, split.training());
        var batches = new Batches(dataset, features, split, normalization, recipe);
        var card = new Checkpoint.Card("flat", dataset.name(), "", 1, recipe.epochs(), dataset.classes(), recipe.frontEnd(),
                network, start.describe(), normalization, recipe.views());
        Path file = run.checkpoints().resolve("fold-1.safetensors");
        Backend backend = Backends.create("cpu", 1);
        new FoldTrainer(run, recipe, backend, batches, split, card, TrainingListener.NONE).train(start, file);
        assertEquals(0, backend.memory().bytesInUse());
        return Safetensors.readAll(file);
    }

    private static String[] with(String... own) {
        String[] all = Arrays.copyOf(PLAIN, PLAIN.length + own.length);
        System.arraycopy(own, 0, all, PLAIN.length, own.length);
        return all;
    }

    /// Ten clips in batches of 4, 4 and 2 that make one step move the weights as one batch of ten does.
    @Test
    void accumulatedBatchesAreOneLargeBatch() throws IOException {
        var pieces = trained(new Flat(0), Start.RANDOM, with("batch=4", "optimization.accumulate=3"));
        var whole = trained(new Flat(0), Start.RANDOM, with("batch=10"));
        var perBatch = trained(new Flat(0), Start.RANDOM, with("batch=4"));
        whole.forEach((name, w) -> assertArrayEquals(w.floats(), pieces.get(name).floats(), 1e-6f, name));
        assertFalse(Arrays.equals(whole.get("head.weight").floats(), perBatch.get("head.weight").floats()));
    }

    /// A start that takes the encoder for learned.
    private static final Start ENCODER = new Start() {
        @Override
        public Set<String> load(Module network, Split split, TrainingListener listener) {
            return Set.of("encoder.weight", "encoder.bias");
        }

        @Override
        public String describe() {
            return "encoder";
        }
    };

    /// AdamW's first step moves every weight by its learning rate.
    @Test
    void whatIsPretrainedHasARateOfItsOwn() throws IOException {
        String[] settings = with("batch=10", "lr=0.01", "weightDecay=0", "optimization.pretrainedLr=0.001");
        var fresh = trained(new Flat(0), Start.RANDOM, settings);
        var learned = trained(new Flat(0), ENCODER, settings);
        assertArrayEquals(fresh.get("head.weight").floats(), learned.get("head.weight").floats());
        float[] fast = fresh.get("encoder.bias").floats();
        float[] slow = learned.get("encoder.bias").floats();
        int moved = 0;
        for (int i = 0; i < fast.length; i++) {
            double apart = Math.abs(fast[i] - slow[i]);
            assertTrue(apart < 1e-7 || Math.abs(apart - 0.009) < 1e-4, "bias " + i + ": " + apart);
            moved += apart > 1e-3 ? 1 : 0;
        }
        assertTrue(moved > 0);
    }

    /// A limit far below the gradients' norm takes AdamW's decisions away from its eps, and nothing else: a step still is one.
    @Test
    void clippedGradientsStillMoveTheWeights() throws IOException {
        var free = trained(new Flat(0), Start.RANDOM, with("batch=10"));
        var clipped = trained(new Flat(0), Start.RANDOM, with("batch=10", "optimization.clip=1e-9"));
        assertFalse(Arrays.equals(free.get("head.weight").floats(), clipped.get("head.weight").floats()));
    }

    @Test
    void dropoutDrawsAnewInEveryBatchAndTheSameInEveryRun() throws IOException {
        var once = trained(new Flat(0.5), Start.RANDOM, with("batch=4"));
        var again = trained(new Flat(0.5), Start.RANDOM, with("batch=4"));
        var without = trained(new Flat(0), Start.RANDOM, with("batch=4"));
        assertArrayEquals(once.get("encoder.weight").floats(), again.get("encoder.weight").floats());
        assertFalse(Arrays.equals(once.get("encoder.weight").floats(), without.get("encoder.weight").floats()));
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        for (String wrong : new String[]{"warmup=-1", "floor=2", "beta1=1", "beta2=-0.1", "clip=-1", "accumulate=0",
                "pretrainedLr=0"}) {
            String message = assertThrows(ExperimentException.class, () -> TinyExperiment.config(data, "optimization." + wrong))
                    .getMessage();
            assertTrue(message.contains("optimization." + wrong.substring(0, wrong.indexOf('='))), message);
        }
        assertThrows(ExperimentException.class, () -> TinyExperiment.config(data, "scaling.deviation=0"));
    }

    @Test
    void numbersGivenTakeTheClipsPlace() throws IOException {
        Features features = TinyExperiment.features(Dataset.read(data), TinyExperiment.config(data), folder.resolve("cache"));
        Recipe recipe = TinyExperiment.config(data, "scaling.by=numbers", "scaling.mean=-40", "scaling.deviation=20");
        assertEquals(new Normalization(-40, 20), recipe.scaling().of(features, new int[]{0}));
        assertEquals(Normalization.of(features, new int[]{0, 3}), Scaling.TRAINING.of(features, new int[]{0, 3}));
    }
}
