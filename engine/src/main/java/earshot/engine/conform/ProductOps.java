package earshot.engine.conform;

import static java.util.Map.entry;

import earshot.engine.Layout;
import earshot.engine.Tensor;
import earshot.engine.ops.Conv1d;
import earshot.kernels.Window;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Matrix products, linear maps and convolutions.
final class ProductOps {
    static final Map<String, Function<OpCase, Tensor>> TABLE = Map.ofEntries(
            entry("matmul", c -> c.in("a").matmul(c.in("b"), c.flag("transpose_a"), c.flag("transpose_b"))),
            entry("linear", c -> c.in("x").linear(c.param("weight", Layout.PLAIN), c.bias())),
            entry("conv2d", ProductOps::conv2d),
            entry("conv1d", c -> conv1d(c, c.param("weight", Layout.CONV1D_WEIGHT))),
            entry("weight_norm_conv1d", ProductOps::weightNorm));

    private ProductOps() {
    }

    private static Tensor conv2d(OpCase c) {
        Tensor w = c.param("weight", Layout.CONV_WEIGHT);
        Layout.ConvWeight size = Layout.convWeight("conv2d", w.shape());
        int[] stride = c.pair("stride", 1, 1);
        int[] pad = c.pair("padding", 0, 0);
        int[] dilation = c.pair("dilation", 1, 1);
        Window window = new Window(size.kh(), size.kw(), stride[0], stride[1], pad[0], pad[1], dilation[0], dilation[1]);
        return c.x(Layout.IMAGE).conv2d(w, c.bias(), window, c.integer("groups", 1));
    }

    private static Tensor conv1d(OpCase c, Tensor w) {
        return c.x(Layout.SEQUENCE).conv1d(w, c.bias(), new Conv1d(c.integer("stride", 1), c.integer("padding", 0),
                c.integer("dilation", 1), c.integer("groups", 1)));
    }

    private static Tensor weightNorm(OpCase c) {
        Tensor v = c.param("weight_v", Layout.CONV1D_WEIGHT);
        // PyTorch's axes O, I, K are stored as K, I, O.
        int kept = 2 - Math.floorMod(c.integer("norm_dim", 2), 3);
        int[] axes = IntStream.range(0, 3).filter(axis -> axis != kept).toArray();
        Tensor y = conv1d(c, v.weightNorm(c.param("weight_g", Layout.CONV1D_WEIGHT), axes));
        if (c.flag("drop_last")) {
            y = y.slice(1, 0, y.shape().size(1) - 1);
        }
        return c.flag("gelu") ? y.gelu() : y;
    }
}
