package earshot.engine.conform;

import static java.util.Map.entry;

import earshot.engine.Tensor;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/// Reductions over any axes; none named means all.
final class ReductionOps {
    static final Map<String, Function<OpCase, Tensor>> TABLE = Map.ofEntries(
            entry("sum", c -> reduced(c, Tensor::sum, Tensor::sumKeepingAxes)),
            entry("mean", c -> reduced(c, Tensor::mean, Tensor::meanKeepingAxes)),
            entry("max", c -> reduced(c, Tensor::max, Tensor::maxKeepingAxes)),
            entry("min", c -> reduced(c, Tensor::min, Tensor::minKeepingAxes)),
            entry("var", ReductionOps::var),
            entry("argmax", c -> c.ints("dim").length == 0
                    ? c.in("x").reshape(-1).argMax(0)
                    : c.in("x").argMax(c.integer("dim", 0))));

    private ReductionOps() {
    }

    private static Tensor var(OpCase c) {
        boolean unbiased = c.attribute("unbiased").asBoolean(true);
        return reduced(c, (x, axes) -> x.var(unbiased, axes), (x, axes) -> x.varKeepingAxes(unbiased, axes));
    }

    private static Tensor reduced(OpCase c, BiFunction<Tensor, int[], Tensor> vanishing,
            BiFunction<Tensor, int[], Tensor> keeping) {
        return (c.flag("keepdim") ? keeping : vanishing).apply(c.in("x"), c.ints("dim"));
    }
}
