package earshot.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import earshot.kernels.attention.AttentionDropout;
import earshot.kernels.attention.AttentionGeometry;
import earshot.kernels.attention.HeadRows;
import earshot.kernels.contract.Shapes;
import earshot.kernels.conv.ConvGeometry;
import earshot.kernels.matmul.MatmulGeometry;
import earshot.kernels.norm.BatchNormGeometry;
import earshot.kernels.pool.AverageGeometry;
import earshot.kernels.norm.GroupNormGeometry;
import earshot.kernels.pool.PoolGeometry;
import earshot.kernels.reduce.Reduction;
import earshot.kernels.softmax.SoftmaxGeometry;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/// Geometry records are always valid: what they refuse, and with which words.
@Domain(Shapes.class)
class GeometryTest {

    @Property
    void windowCountsThePositionsThatFit(@ForAll ConvGeometry g) {
        assertEquals(
                positions(g.h(), g.window().dilationH() * (g.window().kh() - 1) + 1, g.window().strideH(), g.window().padH()),
                g.outH());
        assertEquals(
                positions(g.w(), g.window().dilationW() * (g.window().kw() - 1) + 1, g.window().strideW(), g.window().padW()),
                g.outW());
    }

    @Test
    void windowsOfResidualNetworks() {
        Window stem = Window.square(7, 2, 3);
        assertEquals(new Window(7, 7, 2, 2, 3, 3), stem);
        assertEquals(64, stem.outH(128));
        assertEquals(108, stem.outW(216));
        assertEquals(32, new PoolGeometry(8, 64, 108, 64, Window.square(3, 2, 1)).outH());
        assertEquals(54, new PoolGeometry(8, 64, 108, 64, Window.square(3, 2, 1)).outW());
    }

    @Test
    void wrongWindowsAreNamed() {
        check("window: size and stride must be at least 1 and padding at least 0, got size 0x3, stride 1x1, padding 0x0",
                () -> new Window(0, 3, 1, 1, 0, 0));
        check("window: size and stride must be at least 1 and padding at least 0, got size 3x3, stride 1x0, padding 0x0",
                () -> new Window(3, 3, 1, 0, 0, 0));
        check("window: size and stride must be at least 1 and padding at least 0, got size 3x3, stride 1x1, padding -1x0",
                () -> new Window(3, 3, 1, 1, -1, 0));
        check("window: dilation must be at least 1, which is none, got 1x0", () -> Window.square(3, 1, 1).dilated(1, 0));
        check("window: 3 rows with padding 1 on each side are fewer than the kernel's 9 (5 taps, dilation 2); use a larger image,"
                + " more padding or a smaller kernel",
                () -> new ConvGeometry(1, 3, 9, 1, 1, new Window(5, 5, 1, 1, 1, 2, 2, 1)));
        check("window: 2 columns with padding 1 on each side are fewer than the kernel's 5;"
                + " use a larger image, more padding or a smaller kernel",
                () -> new ConvGeometry(1, 9, 2, 3, 3, new Window(3, 5, 1, 1, 1, 1)));
        check("window: 1 rows with padding 0 on each side are fewer than the kernel's 2;"
                + " use a larger image, more padding or a smaller kernel",
                () -> new PoolGeometry(1, 1, 2, 3, Window.square(2, 2, 0)));
    }

    @Test
    void wrongSizesAreNamed() {
        Window window = Window.square(1, 1, 0);
        check("conv: need n >= 0 and h, w, c, o >= 1, got n 1, h 2, w 3, c 0, o 5",
                () -> new ConvGeometry(1, 2, 3, 0, 5, window));
        check("conv: groups must divide the channels, got 4 groups of 8 input channels and 6 output channels",
                () -> new ConvGeometry(1, 2, 3, 8, 6, 4, window));
        check("conv: groups must divide the channels, got 0 groups of 1 input channels and 1 output channels",
                () -> new ConvGeometry(1, 2, 3, 1, 1, 0, window));
        check("pool: need n >= 0 and h, w, c >= 1, got n -1, h 2, w 3, c 4", () -> new PoolGeometry(-1, 2, 3, 4, window));
        check("pool: padding must be at most half of the window, or a window could hold no pixel; got padding 2x0 for a window of"
                + " 3x3", () -> new PoolGeometry(1, 9, 9, 1, new Window(3, 3, 1, 1, 2, 0)));
        check("pool: windows have no dilation, got 2x1; use 1x1",
                () -> new PoolGeometry(1, 9, 9, 1, Window.square(3, 1, 0).dilated(2, 1)));
        check("pool: an adaptive pooling needs at least 1 pixel and 1 position, got 7 pixels and 0 positions",
                () -> AverageGeometry.adaptive(1, 7, 7, 1, 0, 1));
        check("pool: need n >= 0 and c >= 1, got n 1, c 0", () -> AverageGeometry.adaptive(1, 7, 7, 0, 1, 1));
        check("matmul: sizes must not be negative, got batch 1, m 2, n -3, k 4",
                () -> new MatmulGeometry(1, 2, -3, 4, false, false));
        check("reduction: sizes must not be negative, got [1, -2, 3]", () -> new Reduction(1, -2, 3));
        check("softmax: need rows >= 0 and at least 1 class, got 3 rows and 0 classes", () -> new SoftmaxGeometry(3, 0));
        check("batch norm: need at least 1 row, 1 channel and eps >= 0, got 0 rows, 3 channels, eps 1.0E-5",
                () -> new BatchNormGeometry(0, 3, 1e-5));
        check("batch norm: need at least 1 row, 1 channel and eps >= 0, got 2 rows, 3 channels, eps NaN",
                () -> new BatchNormGeometry(2, 3, Double.NaN));
        check("group norm: need items >= 0, at least 1 position, 1 group and 1 channel in it, and eps >= 0, got 2 items, 3 positions,"
                + " 4 groups of 0, eps 1.0E-5", () -> new GroupNormGeometry(2, 3, 4, 0, 1e-5));
    }

    @Test
    void wrongAttentionsAreNamed() {
        HeadRows rows = HeadRows.apart(2, 3, 4);
        check("attention: need batch and t >= 0 and at least 1 head, key and element, got batch 1, heads 2, t 3, s 0, d 4",
                () -> AttentionGeometry.apart(1, 2, 3, 0, 4, 1));
        check("attention: a bias for 2 batch entries and 2 heads does not fit 3 and 2; each must be equal or 1",
                () -> new AttentionGeometry(3, 2, 3, 3, 4, rows, rows, rows, rows, 2, 2, 1, AttentionDropout.NONE));
        check("attention: dropout is the probability of 0 and must be in [0, 1], got 1.5", () -> new AttentionDropout(1.5, 0, 0));
        check("attention: offset and steps must not be negative, got offset -1, batch 0, head 0, row 0",
                () -> new HeadRows(-1, 0, 0, 0));
    }

    private static int positions(int size, int k, int stride, int pad) {
        int count = 0;
        for (int from = -pad; from + k <= size + pad; from += stride) {
            count++;
        }
        return count;
    }

    private static void check(String message, Executable action) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, action).getMessage());
    }
}
