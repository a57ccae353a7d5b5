package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.index.IndexGeometry;
import earshot.kernels.reduce.Reduction;
import java.util.Arrays;

/// Maxima over any set of axes, and the way back, from the kernels' maximum over one axis. Axes that are no neighbours are brought
/// together first.
final class Extrema {

    private Extrema() {
    }

    /// Maxima, and the position of each among those it was chosen from.
    record Maxima(Tensor value, Tensor at) {
    }

    /// The shape after the reduction.
    ///
    /// @throws IllegalArgumentException if there is nothing to choose from
    static Shape shape(String operation, Shape x, boolean[] mask, boolean keep) {
        Shape y = Axes.reduced(operation, x, mask, keep);
        if (Axes.count(x, mask) == 0) {
            throw new IllegalArgumentException(operation + ": there are no elements along the reduced axes of " + x
                    + "; reduce axes that are not empty");
        }
        return y;
    }

    /// @param y the result's shape
    static Maxima max(Tensor x, boolean[] mask, Shape y) {
        Plan plan = Plan.of(x.shape(), mask);
        Tensor t = plan.order == null ? x : Strided.permuted(x, plan.order);
        Tensor value = Tensor.empty(x.backend(), y);
        Tensor at = Tensor.emptyInts(x.backend(), y);
        x.backend().reduce().max(plan.g, t.storage(), value.storage(), at.intStorage());
        return new Maxima(value, at);
    }

    /// The gradient of the maxima, each at its place; 0 everywhere else.
    static Tensor backward(Tensor dy, Tensor at, boolean[] mask, Shape x) {
        Plan plan = Plan.of(x, mask);
        Shape shape = plan.order == null ? x : Shape.of(Arrays.stream(plan.order).map(x::size).toArray());
        Tensor dt = Tensor.full(dy.backend(), shape, 0);
        IndexGeometry g = new IndexGeometry(plan.g.outer(), plan.g.count(), 1, plan.g.inner());
        dy.backend().index().scatterAdd(g, dy.storage(), at.intStorage(), dt.storage());
        return plan.order == null ? dt : Strided.permuted(dt, Strided.inverse(plan.order));
    }

    /// @param order how the axes must be permuted before; null if they need not
    private record Plan(int[] order, Reduction g) {

        static Plan of(Shape x, boolean[] mask) {
            int first = 0;
            while (first < mask.length && !mask[first]) {
                first++;
            }
            int end = first;
            while (end < mask.length && (mask[end] || x.size(end) == 1)) {
                end++;
            }
            boolean apart = false;
            for (int i = end; i < mask.length; i++) {
                apart |= mask[i];
            }
            if (!apart) {
                return new Plan(null, new Reduction(x.count(0, first), x.count(first, end), x.count(end, x.rank())));
            }
            int[] order = new int[mask.length];
            int n = 0;
            for (boolean reduced : new boolean[]{false, true}) {
                for (int i = 0; i < mask.length; i++) {
                    if (mask[i] == reduced) {
                        order[n++] = i;
                    }
                }
            }
            int count = Axes.count(x, mask);
            return new Plan(order, new Reduction(x.count() / count, count, 1));
        }
    }
}
