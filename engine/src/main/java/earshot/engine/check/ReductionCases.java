package earshot.engine.check;

import earshot.engine.Shape;
import earshot.engine.Tape;
import earshot.engine.check.GradCheck.Input;
import earshot.engine.ops.Differentiable;
import earshot.engine.ops.LogSumExp;
import earshot.engine.ops.Max;
import earshot.engine.ops.Mean;
import earshot.engine.ops.Min;
import earshot.engine.ops.Norm;
import earshot.engine.ops.Sum;
import earshot.engine.ops.Var;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/// Cases of reductions over every set of axes, which vanish or stay.
final class ReductionCases {

    private ReductionCases() {
    }

    static List<OpProof> all() {
        return List.of(OpProof.of("sum", Sum.class, over(Sum::new, Operands::any, true)),
                OpProof.of("mean", Mean.class, over(Mean::new, Operands::any, false)),
                OpProof.of("max", Max.class, over(Max::new, (shape, seed) -> Operands.distinct(shape, seed, 0), false)),
                OpProof.of("min", Min.class, over(Min::new, (shape, seed) -> Operands.distinct(shape, seed, 0), false)),
                OpProof.of("var", Var.class, ReductionCases::var),
                OpProof.of("logsumexp", LogSumExp.class, over(LogSumExp::new, Operands::any, false)),
                OpProof.of("norm", Norm.class, over(Norm::new, Operands::clearOfZero, false)));
    }

    private static Function<Draws, OpCase> over(BiFunction<boolean[], Boolean, Differentiable<?>> op,
            BiFunction<Shape, Long, Input> values, boolean empty) {
        return d -> {
            Shape shape = empty ? d.shapeOrEmpty(0, 4) : d.shape(0, 4);
            boolean[] axes = d.axes(shape);
            return reduction(op.apply(axes, d.flag()), axes, values, shape, d.seed());
        };
    }

    private static OpCase reduction(Differentiable<?> op, boolean[] axes, BiFunction<Shape, Long, Input> values, Shape shape,
            long seed) {
        return new OpCase(op.name() + " over " + Arrays.toString(axes), x -> Tape.apply(op, x.get(0)),
                List.of(values.apply(shape, seed)), seed);
    }

    /// By n, and by n - 1 where more than one number is left.
    private static OpCase var(Draws d) {
        Shape shape = d.shape(0, 4);
        boolean[] axes = d.axes(shape);
        int n = 1;
        for (int i = 0; i < axes.length; i++) {
            n *= axes[i] ? shape.size(i) : 1;
        }
        return reduction(new Var(axes, d.flag(), d.flag() && n > 1), axes, Operands::any, shape, d.seed());
    }
}
