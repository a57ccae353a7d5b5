package earshot.experiments.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.engine.files.Safetensors;
import earshot.engine.files.StateDict;
import earshot.engine.files.TensorData;
import earshot.engine.nn.Module;
import earshot.engine.nn.NoiseSource;
import earshot.engine.optim.AdamW;
import earshot.experiments.ExperimentException;
import earshot.experiments.files.Sha256;
import earshot.experiments.models.EfficientNet;
import earshot.experiments.models.EfficientNetArchitecture;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a fine-tuning begins with, and which rates its parts get.
class EfficientNetPlanTest {
    private static final EfficientNetArchitecture SMALL = new EfficientNetArchitecture(0.25, 0, 0, 3);

    @TempDir
    Path folder;

    private static EfficientNetPlan plan(String pretrained, EfficientNetArchitecture network) {
        Recipe r = EfficientNetPlan.STANDARD.recipe();
        return new EfficientNetPlan(pretrained, new Recipe(r.data(), r.folds(), r.epochs(), r.batch(), r.lr(), r.weightDecay(),
                r.smoothing(), r.tta(), r.seed(), r.optimization(), r.frontEnd(), r.scaling(), network, r.augment(), r.views(),
                r.wave()));
    }

    @Test
    void theBodyComesFromTheFileAndTheClassifierBeginsAnew() throws IOException {
        Path file = TinyExperiment.weights(folder.resolve("w.safetensors"));
        Backend backend = Backends.create("cpu", 1);
        Module network = SMALL.build(backend, new NoiseSource(0), 10, 3);
        Map<String, TensorData> begun = StateDict.of(network);
        Start start = plan(file.toString(), SMALL).start(null);
        Set<String> learned = start.load(network, null, null);
        Map<String, TensorData> published = Safetensors.readAll(file);
        StateDict.of(network).forEach((name, data) -> assertArrayEquals(
                (EfficientNet.isClassifier(name) ? begun : published).get(name).doubles(), data.doubles(), name));
        assertEquals(network.parameters().size() - 2, learned.size());
        assertFalse(learned.contains("classifier.1.weight") || learned.contains("features.0.1.running_mean"));
        assertEquals("unknown, SHA-256 " + Sha256.of(file), start.describe());
        assertEquals(start.describe(), start.weights());

        AdamW optimizer = EfficientNetPlan.STANDARD.recipe().optimization().optimizer(network, learned, 1e-3, 0);
        assertEquals(1e-3, optimizer.learningRate(0), "the classifier");
        assertEquals(1e-4, optimizer.learningRate(1), "all else");
        optimizer.release();
        network.release();
    }

    @Test
    void withoutWeightsAllBeginsAtRandomAndSaysSo() throws IOException {
        EfficientNetPlan plan = plan("none", SMALL);
        plan.require(null);
        Start start = plan.start(null);
        assertEquals(Set.of(), start.load(null, null, null));
        assertEquals("random", start.weights());
    }

    @Test
    void whatDoesNotFitIsRefusedBeforeClipsAreRead() throws IOException {
        Path file = TinyExperiment.weights(folder.resolve("w.safetensors"));
        plan(file.toString(), SMALL).require(null);
        String other = assertThrows(ExperimentException.class,
                () -> plan(file.toString(), EfficientNetArchitecture.B0).require(null))
                .getMessage();
        assertTrue(other
                .contains("tensors do not fit: features.0.0.weight: expected [32,3,3,3], got F32 [8,3,3,3]")
                && other.contains("; and ") && other.contains(" more. Nothing was loaded"), other);
        String none = assertThrows(ExperimentException.class, () -> plan("nowhere.pth", SMALL).require(null)).getMessage();
        assertTrue(none.startsWith("weights nowhere.pth: no such file"), none);
    }

    @Test
    void sizesThatCannotBeAreRefused() {
        assertThrows(ExperimentException.class, () -> new EfficientNetArchitecture(0, 0.2, 0.2, 3));
        assertThrows(ExperimentException.class, () -> new EfficientNetArchitecture(1, 1, 0.2, 3));
        assertThrows(ExperimentException.class, () -> new EfficientNetArchitecture(1, 0.2, -0.1, 3));
        assertThrows(ExperimentException.class, () -> new EfficientNetArchitecture(1, 0.2, 0.2, Double.NaN));
    }
}
