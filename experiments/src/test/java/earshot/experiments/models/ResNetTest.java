package earshot.experiments.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.files.StateDict;
import earshot.engine.files.TensorData;
import earshot.engine.ops.Targets;
import earshot.engine.optim.AdamW;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The residual network: torchvision's names and size, and the same bits for the same seed.
class ResNetTest {

    @Test
    void resnet34IsTorchvisions() {
        ResNet model = new ResNet(Backends.create("cpu", 2), ResNet.Config.resnet34(3, 64, 1000), 0);
        assertEquals(21_797_672, model.parameterCount());
        List<String> names = new ArrayList<>(model.state().keySet());
        assertEquals(218, names.size());
        assertEquals(List.of("conv1.weight", "bn1.weight", "bn1.bias", "bn1.running_mean", "bn1.running_var",
                "bn1.num_batches_tracked", "layer1.0.conv1.weight"), names.subList(0, 7));
        assertTrue(names.containsAll(List.of("layer2.0.downsample.0.weight", "layer2.0.downsample.1.running_var",
                "layer4.2.bn2.num_batches_tracked")));
        assertEquals(List.of("fc.weight", "fc.bias"), names.subList(216, 218));
        model.release();
    }

    @Test
    void threadsDoNotChangeABit() {
        Map<String, TensorData> one = trained(1);
        Map<String, TensorData> two = trained(2);
        one.forEach((name, t) -> assertArrayEquals(t.doubles(), two.get(name).doubles(), name));
    }

    @Test
    void releasingGivesEverythingBack() {
        Backend backend = Backends.create("cpu", 1);
        ResNet model = new ResNet(backend, new ResNet.Config(1, 8, 3, List.of(1, 1)), 0);
        assertTrue(backend.memory().bytesInUse() > 0);
        model.release();
        assertEquals(0, backend.memory().bytesInUse());
    }

    @Test
    void anImpossibleNetworkIsRefused() {
        String message = assertThrows(IllegalArgumentException.class, () -> new ResNet.Config(1, 8, 0, List.of(1))).getMessage();
        assertEquals(
                "resnet: need at least 1 input channel, width, class, stage and block per stage, got 1 channels, width 8, 0 classes,"
                        + " blocks [1]",
                message);
    }

    private static Map<String, TensorData> trained(int threads) {
        Backend backend = Backends.create("cpu", threads);
        ResNet model = new ResNet(backend, new ResNet.Config(1, 8, 3, List.of(1, 1)), 7);
        AdamW optimizer = new AdamW(model.parameters(), 1e-2, 0.01);
        float[] x = new float[4 * 33 * 47];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) Math.sin(0.37 * i * i);
        }
        for (int step = 0; step < 3; step++) {
            try (var _ = Scope.open()) {
                Tensor logits = model.apply(Tensor.of(backend, Shape.of(4, 33, 47, 1), x));
                logits.crossEntropy(Targets.of(backend, new int[]{0, 1, 2, 0}, 3, 0.1)).backward();
            }
            optimizer.step();
            optimizer.clearGradients();
        }
        return StateDict.of(model);
    }
}
