package earshot.engine.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.files.StateDict;
import earshot.engine.files.TensorData;
import earshot.engine.ops.Conv1d;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import earshot.kernels.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The layers of convolutions and pooling: names and shapes of their state as in PyTorch, and what comes out.
class ConvolutionsTest {
    private final Backend backend = Backends.create("cpu", 1);
    private final ParameterSource source = new ParameterSource(backend, 1);

    @Test
    void weightsOfGroupsHaveTheirInputsOnly() {
        Map<String, TensorData> state = StateDict.of(new Conv2d(source, 12, 24, Window.square(5, 2, 2), 4, true));
        assertEquals(Shape.of(24, 3, 5, 5), state.get("weight").shape());
        assertEquals(Shape.of(24), state.get("bias").shape());
        assertEquals(Shape.of(2, 3, 4, 24), shape(new Conv2d(source, 12, 24, Window.square(5, 2, 2), 4, true), 2, 6, 7, 12));
        assertEquals(Shape.of(2, 6, 7, 12), shape(new Conv2d(source, 12, 12, Window.square(3, 1, 1), 12, false), 2, 6, 7, 12));
    }

    @Test
    void sequencesKeepPyTorchsNames() {
        Module conv = new earshot.engine.nn.Conv1d(source, 6, 9, 4, new Conv1d(2, 1, 1, 3), true);
        Map<String, TensorData> state = StateDict.of(conv);
        assertEquals(List.of("weight", "bias"), new ArrayList<>(state.keySet()));
        assertEquals(Shape.of(9, 2, 4), state.get("weight").shape());
        assertEquals(Shape.of(2, 5, 9), shape(conv, 2, 10, 6));
    }

    @Test
    void normalizedWeightsBeginAsTheirDirections() {
        Conv1d op = new Conv1d(1, 2, 1, 2);
        Initializer normal = new Initializer.Normal(0.3);
        Module conv = new WeightNormConv1d(source, 6, 8, 5, op, normal);
        Map<String, TensorData> state = StateDict.of(conv);
        assertEquals(List.of("bias", "weight_g", "weight_v"), new ArrayList<>(state.keySet()));
        assertEquals(Shape.of(1, 1, 5), state.get("weight_g").shape());
        assertEquals(Shape.of(8, 3, 5), state.get("weight_v").shape());
        try (var _ = Scope.open()) {
            Tensor x = Tensor.of(backend, Shape.of(1, 7, 6), new Random(1).doubles(42).toArray());
            Tensor v = conv.parameters().get("weight_v").value();
            assertArrayEquals(x.conv1d(v, null, op).doubles(), conv.apply(x).doubles(), 1e-5);
        }
    }

    @Test
    void averages() {
        assertEquals(Shape.of(2, 3, 4, 5), shape(new AvgPool2d(Window.square(2, 2, 0), true), 2, 6, 8, 5));
        assertEquals(Shape.of(2, 3, 4, 5), shape(new AdaptiveAvgPool2d(3, 4), 2, 7, 9, 5));
        assertEquals(Shape.of(2, 5), shape(new GlobalAvgPool(), 2, 7, 9, 5));
    }

    private Shape shape(Module module, int... x) {
        try (var _ = Scope.open()) {
            return module.apply(Tensor.full(backend, Shape.of(x), 1)).shape();
        }
    }
}
