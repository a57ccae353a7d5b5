package earshot.experiments.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.nn.NoiseSource;
import earshot.engine.nn.ParameterSource;
import earshot.engine.nn.TransformerEncoder;
import earshot.engine.nn.TransformerEncoderLayer;
import earshot.experiments.models.EfficientNet;
import earshot.experiments.models.ResNet;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import earshot.kernels.elementwise.Activation;
import org.junit.jupiter.api.Test;

class OperationCountTest {
    private final Backend cpu = Backends.create("cpu", 1);

    /// torchvision states 3.664 billion multiply-adds for its ResNet-34.
    @Test
    void countsResNet34AsTorchvisionDoes() {
        double operations = OperationCount.of(cpu, b -> new ResNet(b, ResNet.Config.resnet34(3, 64, 1000), 0),
                Shape.of(1, 224, 224, 3));
        assertEquals(3.664, operations / 2e9, 5e-4);
    }

    /// torchvision states 0.386 billion multiply-adds for its EfficientNet-B0.
    @Test
    void countsEfficientNetB0AsTorchvisionDoes() {
        double operations = OperationCount.of(cpu,
                b -> new EfficientNet(b, new NoiseSource(0), EfficientNet.Config.b0(3, 1000), 0), Shape.of(1, 224, 224, 3));
        assertEquals(0.386, operations / 2e9, 5e-4);
    }

    @Test
    void countsTheProductsAndTheAttentionOfAnEncoder() {
        int t = 20;
        int e = 16;
        int f = 24;
        var layer = new TransformerEncoderLayer.Config(e, 2, f, 0, Activation.GELU, false, 1e-5);
        double operations = OperationCount.of(cpu,
                b -> new TransformerEncoder(new ParameterSource(b, 0), null, layer, 3, false), Shape.of(1, t, e));
        assertEquals(3 * (2.0 * t * (4 * e * e + 2 * e * f) + 4.0 * t * t * e), operations);
    }
}
