package earshot.engine.conform;

import static java.util.Map.entry;

import earshot.engine.Layout;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.ops.Pad;
import earshot.kernels.Window;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// Pooling of images. PyTorch's {@code ceil_mode}, a last window that reaches beyond the padding, is put together from padding and
/// slices.
final class PoolOps {
    static final Map<String, Function<OpCase, Tensor>> TABLE = Map.ofEntries(
            entry("max_pool2d", PoolOps::max),
            entry("avg_pool2d", PoolOps::average),
            entry("adaptive_avg_pool2d", PoolOps::adaptive));

    private PoolOps() {
    }

    private static Tensor max(OpCase c) {
        Tensor x = c.x(Layout.IMAGE);
        Window w = window(c);
        int[] more = beyond(c, x, w);
        return more[0] + more[1] == 0 ? x.maxPool2d(w) : padded(x, more, Double.NEGATIVE_INFINITY).maxPool2d(w);
    }

    private static Tensor average(OpCase c) {
        Tensor x = c.x(Layout.IMAGE);
        Window w = window(c);
        boolean countPad = c.attribute("count_include_pad").asBoolean(true);
        int[] more = beyond(c, x, w);
        if (more[0] + more[1] == 0) {
            return x.avgPool2d(w, countPad);
        }
        Tensor y = padded(x, more, 0).avgPool2d(w, true);
        Layout.Image out = Layout.image("avg_pool2d", y.shape());
        double[] factor = new double[out.h() * out.w()];
        for (int i = 0; i < out.h(); i++) {
            for (int j = 0; j < out.w(); j++) {
                int rows = counted(i * w.strideH() - w.padH(), w.kh(), x.shape().size(1), countPad ? w.padH() : 0);
                int columns = counted(j * w.strideW() - w.padW(), w.kw(), x.shape().size(2), countPad ? w.padW() : 0);
                factor[i * out.w() + j] = (double) (w.kh() * w.kw()) / (rows * columns);
            }
        }
        return y.mul(Tensor.of(c.backend(), Shape.of(1, out.h(), out.w(), 1), factor));
    }

    private static Tensor adaptive(OpCase c) {
        Tensor x = c.x(Layout.IMAGE);
        JsonNode size = c.attribute("output_size");
        int h = (size.isArray() ? size.path(0) : size).asInt(x.shape().size(1));
        int w = (size.isArray() ? size.path(1) : size).asInt(x.shape().size(2));
        if (h != 1 || w != 1) {
            return x.adaptiveAvgPool2d(h, w);
        }
        Tensor y = x.globalAvgPool();
        return y.reshape(y.shape().size(0), 1, 1, y.shape().size(1));
    }

    private static Window window(OpCase c) {
        int[] kernel = c.pair("kernel", 1, 1);
        int[] stride = c.pair("stride", kernel);
        int[] pad = c.pair("padding", 0, 0);
        int[] dilation = c.pair("dilation", 1, 1);
        return new Window(kernel[0], kernel[1], stride[0], stride[1], pad[0], pad[1], dilation[0], dilation[1]);
    }

    /// Rows and columns that a last window reaches beyond the padding.
    private static int[] beyond(OpCase c, Tensor x, Window w) {
        return c.flag("ceil_mode")
                ? new int[]{beyond(x.shape().size(1), w.kh(), w.strideH(), w.padH(), w.dilationH()),
                        beyond(x.shape().size(2), w.kw(), w.strideW(), w.padW(), w.dilationW())}
                : new int[2];
    }

    private static int beyond(int size, int k, int stride, int pad, int dilation) {
        int extent = dilation * (k - 1) + 1;
        int last = Math.ceilDiv(size + 2 * pad - extent, stride);
        if (last * stride >= size + pad) {
            last--; // it would see nothing but padding
        }
        return Math.max(0, last * stride + extent - (size + 2 * pad));
    }

    private static Tensor padded(Tensor x, int[] more, double value) {
        return x.pad(Pad.Mode.CONSTANT, new int[4], new int[]{0, more[0], more[1], 0}, value);
    }

    /// Positions of a window that the mean counts.
    private static int counted(int from, int k, int size, int pad) {
        return Math.min(from + k, size + pad) - Math.max(from, -pad);
    }
}
