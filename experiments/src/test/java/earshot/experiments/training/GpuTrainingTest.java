package earshot.experiments.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import earshot.experiments.data.Dataset;
import earshot.experiments.features.FeatureCache;
import earshot.experiments.features.Features;
import earshot.experiments.runs.RunFolder;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import earshot.kernels.gpu.OpenClDriver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same training on two devices.
class GpuTrainingTest {
    @TempDir
    private Path folder;

    @Test
    void theLossesOfTheFirstStepsAreThoseOfTheCpu() throws IOException {
        assumeTrue(System.getenv("EARSHOT_REQUIRE_GPU") != null || OpenClDriver.absence() == null, "there is no device");
        Path data = TinyExperiment.dataset(folder.resolve("set"));
        List<Double> cpu = losses(Backends.create("cpu", 2), data);
        List<Double> gpu = losses(Backends.create("opencl", 2), data);
        assertTrue(cpu.size() >= 10, cpu.toString());
        assertEquals(cpu.size(), gpu.size());
        for (int i = 0; i < cpu.size(); i++) {
            assertEquals(cpu.get(i), gpu.get(i), 1e-3, "step " + (i + 1) + " of " + cpu + " and " + gpu);
        }
    }

    /// After each step, the mean over its epoch so far.
    private List<Double> losses(Backend backend, Path data) throws IOException {
        Recipe recipe = TinyExperiment.config(data, "epochs=5", "batch=5", "lr=0.0005", "folds=1", "tta=0");
        Dataset dataset = Dataset.read(data);
        Features features = Features.of(dataset, recipe.frontEnd(), new FeatureCache(folder.resolve("cache")), 2, () -> {
        });
        RunFolder run = RunFolder.create(folder.resolve(backend.name()), "steps", recipe);
        List<Double> losses = new ArrayList<>();
        new SupervisedRun(run, recipe, dataset, features, backend, 2).execute(new TrainingListener() {
            @Override
            public void step(Step step) {
                losses.add(step.loss());
            }
        });
        return losses;
    }
}
