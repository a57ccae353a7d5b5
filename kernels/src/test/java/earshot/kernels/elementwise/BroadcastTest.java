package earshot.kernels.elementwise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import earshot.kernels.contract.Shapes;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;

@Domain(Shapes.class)
class BroadcastTest {

    @Test
    void equalShapesMergeToOneAxis() {
        check(Broadcast.of(new int[]{4, 3, 2}, new int[]{4, 3, 2}), new int[]{24}, new int[]{1}, new int[]{1});
    }

    @Test
    void biasOverTheLastAxisGivesTwoAxes() {
        check(Broadcast.of(new int[]{4, 3, 2}, new int[]{2}), new int[]{12, 2}, new int[]{2, 1}, new int[]{0, 1});
    }

    @Test
    void scalarRepeatsEverywhere() {
        check(Broadcast.of(new int[]{4, 3}, new int[0]), new int[]{12}, new int[]{1}, new int[]{0});
        check(Broadcast.of(new int[0], new int[0]), new int[]{1}, new int[]{0}, new int[]{0});
    }

    @Test
    void bothOperandsMayRepeat() {
        check(Broadcast.of(new int[]{4, 1, 2}, new int[]{3, 1}), new int[]{4, 3, 2}, new int[]{2, 0, 1}, new int[]{0, 1, 0});
    }

    @Property
    void everyElementMeetsItsOwnPartners(@ForAll Shapes.Operands shapes) {
        Broadcast g = shapes.broadcast();
        int[] shape = Broadcast.outputShape(shapes.a(), shapes.b());
        assertEquals(Shapes.size(shape), g.size());
        for (int i = 0; i < g.size(); i++) {
            assertEquals(position(i, shape, shapes.a()), position(i, g.shape(), g.strideA(), 0));
            assertEquals(position(i, shape, shapes.b()), position(i, g.shape(), g.strideB(), 0));
        }
    }

    @Test
    void shapesThatDoNotBroadcastAreNamed() {
        var error = assertThrows(IllegalArgumentException.class, () -> Broadcast.of(new int[]{2, 3}, new int[]{4, 2, 2}));
        assertEquals("shapes [2, 3] and [4, 2, 2] do not broadcast: axis -1 has sizes 3 and 2; make them equal or one of them 1",
                error.getMessage());
    }

    private static void check(Broadcast g, int[] shape, int[] strideA, int[] strideB) {
        assertArrayEquals(shape, g.shape());
        assertArrayEquals(strideA, g.strideA());
        assertArrayEquals(strideB, g.strideB());
    }

    /// Position in an operand of this shape of the partner of output element {@code i}.
    private static int position(int i, int[] output, int[] operand) {
        int at = 0;
        int step = 1;
        for (int axis = 1; axis <= operand.length; axis++) {
            int index = i % output[output.length - axis];
            i /= output[output.length - axis];
            int size = operand[operand.length - axis];
            at += size == 1 ? 0 : index * step;
            step *= size;
        }
        return at;
    }

    private static int position(int i, int[] shape, int[] stride, int at) {
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            at += i % shape[axis] * stride[axis];
            i /= shape[axis];
        }
        return at;
    }
}
