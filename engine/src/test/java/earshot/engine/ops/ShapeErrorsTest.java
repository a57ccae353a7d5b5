package earshot.engine.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tape;
import earshot.engine.Tensor;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import earshot.kernels.Window;
import earshot.kernels.elementwise.Activation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is said when operands do not fit: operation, operands, expected, got, remedy.
class ShapeErrorsTest {
    private final Backend backend = Backends.create("reference", 1);
    private Scope scope;

    @BeforeEach
    void open() {
        scope = Scope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    @Test
    void elementwise() {
        says(() -> x(2, 3).add(x(4)),
                "add: shapes [2, 3] and [4] do not broadcast: axis -1 has sizes 3 and 4; make them equal or one of them 1");
        says(() -> x(3).affine(1, 0).addInPlace(x(2, 3)),
                "add in place: the result [2,3] does not fit over the first operand [3]; swap"
                        + " the operands or use add()");
    }

    @Test
    void reductionsAndShapes() {
        says(() -> x(2, 3).sum(2), "sum: no axis 2 in [2,3], which has 2 axes; use -2 to 1");
        says(() -> x(2, 3).mean(0, -2), "mean: axis -2 of [2,3] is named twice in [0,-2]; name it once");
        says(() -> x(2, 3).reshape(4, -1),
                "reshape: [2,3] has 6 elements, which [4, -1] cannot divide; choose sizes whose product"
                        + " divides it");
        says(() -> x(2, 3).reshape(7), "reshape: [2,3] has 6 elements, [7] has 7; the counts must be equal");
        says(() -> Tensor.of(backend, Shape.of(2), 1.0), "tensor: shape [2] needs 2 values, got 1");
    }

    @Test
    void products() {
        says(() -> x(2, 3).matmul(x(4, 5)),
                "matmul: inner sizes differ, 3 in [2,3] and 4 in [4,5]; transpose or reshape an operand");
        says(() -> x(3).matmul(x(3, 5)),
                "matmul: operands need at least two axes, got [3] and [3,5]; reshape a vector to one row or"
                        + " column");
        says(() -> x(2, 3).linear(x(5, 4), null),
                "linear: input [2,3] and weight [5,4] do not fit: the weight must be [out, in] and the"
                        + " input's last axis in; reshape the input or build the layer for 3 features");
    }

    @Test
    void images() {
        says(() -> x(8, 128, 431, 1).conv2d(x(3, 3, 3, 64), null, 1, 1, 1, 1),
                "conv2d: weight has 3 input channels, input has 1 (input [8,128,431,1], weight [3,3,3,64]); repeat the mono channel or"
                        + " build the model with 1 input channel");
        says(() -> x(8, 431, 1).conv2d(x(3, 3, 1, 64), null, 1, 1, 1, 1),
                "conv2d: input must be images [N,H,W,C], got [8,431,1]; reshape it to four axes");
        says(() -> x(1, 2, 9, 1).maxPool2d(Window.square(3, 1, 0)),
                "max_pool2d: input [1,2,9,1]: window: 2 rows with padding 0 on each side are fewer than the kernel's 3; use a larger"
                        + " image, more padding or a smaller kernel");
        Tensor one = Tensor.full(backend, Shape.of(4), 1);
        says(() -> Tape.apply(new BatchNorm(true, 0.1, 1e-5, one, one), x(1, 1, 1, 4), one, one),
                "batch_norm: input [1,1,1,4] has no more than one value per channel, which has no variance; use larger batches or images,"
                        + " or eval()");
        says(() -> Tape.apply(new BatchNorm(true, 0.1, 1e-5, one, one), x(2, 1, 1, 3), one, one),
                "batch_norm: input [2,1,1,3] has 3 channels, weight, bias and running statistics have [4]; build the layer for 3"
                        + " channels");
        says(() -> Tape.apply(new BatchNorm(true, 0.1, 1e-5, one, one, Activation.RELU), x(2, 1, 1, 4), one, one, x(2, 1, 1, 3)),
                "batch_norm: shortcut [2,1,1,3] is added to [2,1,1,4], which needs equal shapes; bring the shortcut to the same channels and"
                        + " pixels first");
    }

    @Test
    void groupsAndWindows() {
        says(() -> x(1, 9, 9, 8).conv2d(x(3, 3, 2, 6), null, Window.square(3, 1, 1), 4),
                "conv2d: 4 groups must divide 8 input channels and 6 output channels (input [1,9,9,8], weight [3,3,2,6]); choose a"
                        + " common divisor");
        says(() -> x(1, 9, 9, 8).conv2d(x(3, 3, 8, 6), null, Window.square(3, 1, 1), 2),
                "conv2d: weight has 8 input channels for each of 2 groups, input has 8 (input [1,9,9,8], weight [3,3,8,6]); build the"
                        + " layer for 8 input channels");
        says(() -> x(1, 9, 9, 8).conv2d(x(3, 3, 8, 6), null, Window.square(5, 1, 1), 1),
                "conv2d: weight [3,3,8,6] is 3x3, the window 5x5; make them equal");
        says(() -> x(1, 9, 9, 8).conv2d(x(3, 3, 8, 6), x(8), Window.square(3, 1, 1), 1),
                "conv2d: bias is [8], expected [6] for weight [3,3,8,6]");
        says(() -> x(1, 9, 9, 8).conv2d(x(3, 3, 8, 6), null, Window.square(3, 1, 0).dilated(5, 1), 1),
                "conv2d: input [1,9,9,8], weight [3,3,8,6]: window: 9 rows with padding 0 on each side are fewer than the kernel's 11 (3"
                        + " taps, dilation 5); use a larger image, more padding or a smaller kernel");
    }

    @Test
    void sequences() {
        says(() -> x(1, 9, 9, 8).conv1d(x(3, 8, 6), null, new Conv1d(1, 1, 1, 1)),
                "conv1d: input must be sequences [N,T,C], got [1,9,9,8]; reshape it to three axes");
        says(() -> x(1, 9, 8).conv1d(x(3, 3, 8, 6), null, new Conv1d(1, 1, 1, 1)),
                "conv1d: weight must be [K,C,O], got [3,3,8,6]; reshape it to three axes");
        says(() -> x(1, 9, 8).conv1d(x(3, 8, 6), null, new Conv1d(1, 1, 1, 3)),
                "conv1d: 3 groups must divide 8 input channels and 6 output channels (input [1,9,8], weight [3,8,6]); choose a common"
                        + " divisor");
        says(() -> x(1, 2, 8).conv1d(x(3, 8, 6), null, new Conv1d(1, 0, 1, 1)),
                "conv1d: input [1,2,8], weight [3,8,6]: window: 2 columns with padding 0 on each side are fewer than the kernel's 3; use"
                        + " a larger image, more padding or a smaller kernel");
        says(() -> x(16, 4, 8).weightNorm(x(1, 1, 8), 1, 2),
                "weight_norm: g is [1,1,8], expected [16,1,1] for v [16,4,8]; give g size 1 along the axes of the norm and v's size"
                        + " along the others");
        says(() -> x(16, 4, 8).weightNorm(x(16, 1, 1), 1, 3),
                "weight_norm: no axis 3 in [16,4,8], which has 3 axes; use -3 to 2");
    }

    @Test
    void averages() {
        says(() -> x(1, 9, 9).avgPool2d(Window.square(3, 1, 1), true),
                "avg_pool2d: input must be images [N,H,W,C], got [1,9,9]; reshape it to four axes");
        says(() -> x(1, 9, 9, 1).avgPool2d(Window.square(2, 2, 2), true),
                "avg_pool2d: input [1,9,9,1]: pool: padding must be at most half of the window, or a window could hold no pixel; got"
                        + " padding 2x2 for a window of 2x2");
        says(() -> x(1, 9, 9, 1).maxPool2d(Window.square(2, 2, 0).dilated(2, 2)),
                "max_pool2d: input [1,9,9,1]: pool: windows have no dilation, got 2x2; use 1x1");
        says(() -> x(1, 9, 9, 1).adaptiveAvgPool2d(3, 0),
                "adaptive_avg_pool2d: input [1,9,9,1]: pool: an adaptive pooling needs at least 1 pixel and 1 position, got 9 pixels and 0"
                        + " positions");
    }

    @Test
    void losses() {
        says(() -> x(2, 3).crossEntropy(x(2)),
                "cross_entropy: logits are [2,3], targets [2]; targets must be distributions of the"
                        + " logits' shape, see Targets.of");
        says(() -> Targets.of(backend, new int[]{0, 3}, 3, 0), "targets: label 3 is no class; there are 3, numbered from 0");
    }

    private Tensor x(int... sizes) {
        return Tensor.full(backend, Shape.of(sizes), 0.5);
    }

    private static void says(Runnable action, String message) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
    }
}
