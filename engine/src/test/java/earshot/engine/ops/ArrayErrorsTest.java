package earshot.engine.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tape;
import earshot.engine.Tensor;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is said when choices, movements, reductions and losses do not fit: operation, operands, expected, got, remedy.
class ArrayErrorsTest {
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
        says(() -> x(2).clamp(1, -1), "clamp: the lower bound 1.0 must not exceed the upper bound -1.0; swap them");
        says(() -> x(2, 3).maximum(x(4)),
                "maximum: shapes [2, 3] and [4] do not broadcast: axis -1 has sizes 3 and 4; make them equal or one of them 1");
        says(() -> x(2).where(x(2, 3), x(3)),
                "where: shapes [2] and [2, 3] do not broadcast: axis -1 has sizes 2 and 3; make them equal or one of them 1");
        says(() -> x(3).maskFill(x(2, 3), 0),
                "masked_fill: the mask [2,3] is larger than the values [3]; repeat the values to the"
                        + " shape of the mask first");
    }

    @Test
    void reductions() {
        says(() -> x(2, 0).max(1), "max: there are no elements along the reduced axes of [2,0]; reduce axes that are not empty");
        says(() -> x(2, 0).min(), "min: there are no elements along the reduced axes of [2,0]; reduce axes that are not empty");
        says(() -> x(0, 2).argMax(0),
                "argmax: there are no elements along the reduced axes of [0,2]; reduce axes that are not empty");
        says(() -> x(2, 0).logSumExp(-1),
                "logsumexp: there are no elements along the reduced axes of [2,0]; reduce axes that are not empty");
        says(() -> x(2, 3).var(true, 2), "var: no axis 2 in [2,3], which has 2 axes; use -2 to 1");
        says(() -> Tape.apply(new Norm(new boolean[]{true}, false), x(2, 3)),
                "norm: axes [true] are meant for 1 axes, the operand has [2,3]; build the mask from its shape");
        says(() -> x(2, 3).softmax(5), "softmax: no axis 5 in [2,3], which has 2 axes; use -2 to 1");
        says(() -> x(2, 0).logSoftmax(-1),
                "log_softmax: needs a last axis of at least one class, got [2,0]; add the axis by reshape");
    }

    @Test
    void movement() {
        says(() -> x(2, 3).permute(0), "permute: [2,3] has 2 axes, the order [0] names 1; name every axis once");
        says(() -> x(2, 3).permute(0, -2), "permute: axis -2 of [2,3] is named twice in [0,-2]; name it once");
        says(() -> x(2, 3).concat(0, x(2, 4)), "concat: [2,4] does not continue [2,3] along axis 0; all other axes must agree");
        says(() -> x(2).stack(2, x(2)), "stack: no place 2 for a new axis in [2]; use -2 to 1");
        says(() -> x(2, 3).slice(1, 2, 4),
                "slice: from [0, 2] to [2, 4] by [1, 1] is no part of [2,3]; each axis needs 0 <= start <="
                        + " end <= size and a step of at least 1");
        says(() -> x(2, 3).split(1, 1, 1),
                "split: parts of [1, 1] do not add up to axis 1 of [2,3]; name the size of every part");
        says(() -> x(3).pad(Pad.Mode.REFLECT, new int[]{3}, new int[]{0}, 0),
                "pad: [3] before and [0] after do not fit [3] in mode"
                        + " REFLECT; name one size of at least 0 for each axis, to reflect less than the axis has; to cut use slice");
        says(() -> x(3).roll(1, 1), "roll: no axis 1 in [3], which has 1 axis; use -1 to 0");
        says(() -> x(3).repeat(2, 2), "repeat: [2, 2] times does not fit [3]; name one number of at least 0 for each axis");
    }

    @Test
    void indices() {
        Tensor index = Tensor.ofInts(backend, Shape.of(2, 2), 0, 1, 3, 2);
        says(() -> x(3, 5).embedding(index),
                "embedding: element 2 of the index [2,2] is 3, but there are 3 positions, numbered from 0");
        says(() -> x(3, 5).embedding(x(2)),
                "embedding: the index [2] holds real numbers, expected integers; make it by Tensor.ofInts");
        says(() -> x(3).embedding(index), "embedding: the weight must be [rows, width], got [3]; reshape it to two axes");
        says(() -> x(3, 4).gather(0, index),
                "gather: the index [2,2] must have the shape of the values [3,4] in all axes but 0; slice"
                        + " the values or repeat the index");
        says(() -> x(4, 2).scatterAdd(0, index, x(2)),
                "scatter_add: the source is [2], the index [2,2]; there must be one number for each element");
        says(() -> Tensor.ofInts(backend, Shape.of(2), 1), "tensor: shape [2] needs 2 values, got 1");
        Tensor made = Tensor.of(backend, Shape.of(1, 3), 0.0, 1, 2).argMax();
        says(() -> x(2, 5).embedding(made),
                "embedding: element 0 of the index [1] is 2, but there are 2 positions, numbered from 0");
    }

    @Test
    void integersFromTheHostAreKnownWithoutAsking() {
        Tensor index = Tensor.ofInts(backend, Shape.of(3), 2, 0, 1);
        assertTrue(index.knownBelow(3));
        assertFalse(index.knownBelow(2));
        assertFalse(Tensor.ofInts(backend, Shape.of(1), -1).knownBelow(2));
        assertFalse(Tensor.of(backend, Shape.of(1, 3), 0.0, 1, 2).argMax().knownBelow(3));
    }

    @Test
    void lossesAndMasks() {
        says(() -> x(2, 3).binaryCrossEntropy(x(2)),
                "binary_cross_entropy_with_logits: logits are [2,3], targets [2]; there must be"
                        + " one probability for each logit");
        says(() -> x(2, 3).ntXent(x(2, 4), 0.5),
                "nt_xent: need two views [n, width] of one shape with at least 1 row, got [2,3] and [2,4]");
        says(() -> x(2, 3).ntXent(x(2, 3), x(4, 2), 0.5),
                "nt_xent: need negatives [m, 3] with at least 1 row beside views [2,3], got [4,2]");
        says(() -> x(2, 3).ntXent(x(2, 3), 0), "nt_xent: the temperature must be above 0, got 0.0");
        says(() -> Tape.apply(new DropPath(0.5, 1, 1), x()),
                "drop_path: needs a first axis of samples, got []; add the axis by reshape");
    }

    @Test
    void constantsTakeNoGradient() {
        constant(() -> x(2).requireGradient().where(x(2), x(2)), "where: operand 0", "a mask is a constant");
        constant(() -> x(2).maskFill(x(2).requireGradient(), 1), "masked_fill: operand 1", "a mask is a constant");
        constant(() -> x(2).binaryCrossEntropy(x(2).requireGradient()), "binary_cross_entropy_with_logits: operand 1",
                "the target of a loss is a constant");
        constant(() -> x(2, 2).embedding(x(2).requireGradient()), "embedding: operand 1", "an index is a constant");
    }

    private Tensor x(int... sizes) {
        return Tensor.full(backend, Shape.of(sizes), 0.5);
    }

    private static void says(Runnable action, String message) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
    }

    private static void constant(Runnable action, String operand, String reason) {
        String message = assertThrows(IllegalArgumentException.class, action::run).getMessage();
        assertTrue(message.startsWith(operand + ", ") && message.endsWith(
                ", requires a gradient, but " + reason + "; pass it through detach()"), message);
    }
}
