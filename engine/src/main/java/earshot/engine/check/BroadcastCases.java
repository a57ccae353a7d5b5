package earshot.engine.check;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.check.GradCheck.Input;
import earshot.engine.ops.Add;
import earshot.engine.ops.Div;
import earshot.engine.ops.MaskFill;
import earshot.engine.ops.Maximum;
import earshot.engine.ops.Minimum;
import earshot.engine.ops.Mul;
import earshot.engine.ops.Sub;
import earshot.engine.ops.Where;
import earshot.kernels.elementwise.Broadcast;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;

/// Cases of the ops whose operands broadcast: equal shapes, axes of size 1 and axes missing, on either side.
final class BroadcastCases {

    private BroadcastCases() {
    }

    static List<OpProof> all() {
        return List.of(OpProof.of("add", Add.class, BroadcastCases::add),
                OpProof.of("sub", Sub.class, d -> binary("sub", Tensor::sub, Pair.draw(d))),
                OpProof.of("mul", Mul.class, d -> binary("mul", Tensor::mul, Pair.draw(d))),
                OpProof.of("div", Div.class, BroadcastCases::div).without(Edge.ZEROS),
                OpProof.of("maximum", Maximum.class, d -> extremum("maximum", Tensor::maximum, Pair.draw(d))),
                OpProof.of("minimum", Minimum.class, d -> extremum("minimum", Tensor::minimum, Pair.draw(d))),
                OpProof.of("where", Where.class, BroadcastCases::where),
                OpProof.of("masked_fill", MaskFill.class, BroadcastCases::maskFill));
    }

    /// Two shapes that broadcast.
    private record Pair(Shape a, Shape b, long seed) {

        static Pair draw(Draws d) {
            Shape shape = d.shapeOrEmpty(0, 3);
            int[] a = shape.sizes();
            int[] b = shape.sizes();
            for (int i = 0; i < a.length; i++) {
                int one = d.between(0, 2);
                a[i] = one == 1 ? 1 : a[i];
                b[i] = one == 2 ? 1 : b[i];
            }
            int missing = Math.min(d.between(0, 3), b.length);
            Shape whole = Shape.of(a);
            Shape part = Shape.of(Arrays.copyOfRange(b, missing, b.length));
            return d.flag() ? new Pair(part, whole, d.seed()) : new Pair(whole, part, d.seed());
        }
    }

    private static OpCase binary(String name, BinaryOperator<Tensor> op, Pair p) {
        return new OpCase(name, x -> op.apply(x.get(0), x.get(1)),
                List.of(Operands.any(p.a, p.seed), Operands.any(p.b, p.seed + 1)), p.seed);
    }

    /// Into new memory, and, where the result fits, in place.
    private static OpCase add(Draws d) {
        Pair p = Pair.draw(d);
        boolean fits = Arrays.equals(Broadcast.outputShape(p.a.sizes(), p.b.sizes()), p.a.sizes());
        return d.flag() && fits ? binary("add in place", Tensor::addInPlace, p) : binary("add", Tensor::add, p);
    }

    private static OpCase div(Draws d) {
        Pair p = Pair.draw(d);
        return new OpCase("div", x -> x.get(0).div(x.get(1)),
                List.of(Operands.any(p.a, p.seed), Operands.between(p.b, p.seed + 1, 0.5, 2)), p.seed);
    }

    /// No step of the differences can put the numbers into another order.
    private static OpCase extremum(String name, BinaryOperator<Tensor> op, Pair p) {
        return new OpCase(name, x -> op.apply(x.get(0), x.get(1)),
                List.of(Operands.distinct(p.a, p.seed, 0), Operands.distinct(p.b, p.seed + 1, 0.0025)), p.seed);
    }

    private static OpCase where(Draws d) {
        Pair p = Pair.draw(d);
        return new OpCase("where", x -> x.get(0).where(x.get(1), x.get(2)),
                List.of(Input.constant(p.b, Operands.bits(p.b, p.seed + 2)), Operands.any(p.a, p.seed),
                        Operands.any(d.flag() ? p.b : p.a, p.seed + 1)),
                p.seed);
    }

    /// Masks have axes of size 1, or one less.
    private static OpCase maskFill(Draws d) {
        Shape shape = d.shapeOrEmpty(0, 3);
        int[] sizes = shape.sizes();
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = d.flag() ? 1 : sizes[i];
        }
        Shape mask = Shape.of(d.flag() ? Arrays.copyOfRange(sizes, Math.min(1, sizes.length), sizes.length) : sizes);
        long seed = d.seed();
        return new OpCase("masked_fill", x -> x.get(0).maskFill(x.get(1), -7),
                List.of(Operands.any(shape, seed), Input.constant(mask, Operands.bits(mask, seed + 1))), seed);
    }
}
