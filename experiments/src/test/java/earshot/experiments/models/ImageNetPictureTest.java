package earshot.experiments.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.nn.NoiseSource;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import org.junit.jupiter.api.Test;

class ImageNetPictureTest {

    /// The mean becomes grey, what lies beyond the span black or white; then ImageNet's means and deviations, channel by channel.
    @Test
    void greyBlackAndWhiteAreWhatImageNetsStatisticsMakeOfThem() {
        for (String device : new String[]{"reference", "cpu"}) {
            Backend backend = Backends.create(device, 1);
            try (var _ = Scope.open()) {
                Tensor x = Tensor.of(backend, Shape.of(1, 2, 2, 1), 0, -3, 7, 1.5);
                Tensor y = new ImageNetPicture(3).of(x);
                assertEquals(Shape.of(1, 2, 2, 3), y.shape());
                double[] expected = new double[12];
                double[] grey = {0.5, 0, 1, 0.75};
                for (int i = 0; i < 4; i++) {
                    expected[3 * i] = (grey[i] - 0.485) / 0.229;
                    expected[3 * i + 1] = (grey[i] - 0.456) / 0.224;
                    expected[3 * i + 2] = (grey[i] - 0.406) / 0.225;
                }
                assertArrayEquals(expected, y.doubles(), 1e-6, device);
            }
        }
    }

    @Test
    void aNetworkTakesSpectrogramsOfAnySize() {
        Backend backend = Backends.create("cpu", 1);
        EfficientNet network = new EfficientNet(backend, new NoiseSource(0), new EfficientNet.Config(3, 0.25, 4, 0, 0),
                new ImageNetPicture(3), 0);
        network.eval();
        for (int[] size : new int[][]{{128, 216}, {33, 50}, {32, 32}, {1, 7}}) {
            try (var _ = Scope.open()) {
                Tensor x = Tensor.of(backend, Shape.of(2, size[0], size[1], 1), new double[2 * size[0] * size[1]]);
                assertEquals(Shape.of(2, 4), network.apply(x).shape());
            }
        }
        network.release();
    }

    @Test
    void aSpanOfNothingIsRefused() {
        for (double wrong : new double[]{0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> new ImageNetPicture(wrong));
        }
    }
}
