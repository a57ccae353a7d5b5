package earshot.experiments.parity;

import earshot.engine.Layout;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.files.TensorData;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/// What a network computes, layer by layer, beside what another program computed with the same weights.
public final class Parity {
    /// Below it a layer's values are zero but for rounding, and differences are not set in relation to them.
    private static final double ZERO = 1e-6;

    private final Reference reference;
    private final double tolerance;
    private final UnaryOperator<String> shortName;
    private final List<Row> rows = new ArrayList<>();

    /// @param tolerance of the largest difference of a layer, as a part of its largest value
    /// @param shortName another name that the reference may have for a part
    Parity(Reference reference, double tolerance, UnaryOperator<String> shortName) {
        this.reference = reference;
        this.tolerance = tolerance;
        this.shortName = shortName;
    }

    /// A layer.
    ///
    /// @param layer    as the reference calls it
    /// @param shape    of its result, as in PyTorch
    /// @param absolute largest difference
    /// @param relative the same as a part of the layer's largest value
    /// @param fault    why it does not agree; empty if it does
    public record Row(String layer, String shape, double absolute, double relative, String fault) {

        /// Whether it agrees.
        public boolean good() {
            return fault.isEmpty();
        }
    }

    /// The layers so far, in the order in which they were computed.
    public List<Row> rows() {
        return List.copyOf(rows);
    }

    /// Compares a part's result, if the reference has it.
    void compare(String part, Tensor y) {
        for (String name : List.of(part, shortName.apply(part))) {
            TensorData expected = reference.result(name);
            if (expected != null) {
                rows.add(row(name, expected, y));
                return;
            }
        }
    }

    private Row row(String name, TensorData expected, Tensor y) {
        boolean image = expected.shape().rank() == 4 && y.shape().rank() == 4;
        Shape shape = image ? Layout.IMAGE.toTorch(y.shape()) : y.shape();
        double[] got = image ? Layout.IMAGE.toTorch(y.doubles(), y.shape()) : y.doubles();
        double[] wanted = expected.doubles();
        if (got.length != wanted.length) {
            return new Row(name, shape.toString(), Double.NaN, Double.NaN, "the reference is " + expected.shape());
        }
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < got.length; i++) {
            largest = Math.max(largest, Math.abs(wanted[i]));
            double here = Math.abs(got[i] - wanted[i]);
            difference = here <= difference ? difference : Double.isNaN(here) ? Double.POSITIVE_INFINITY : here;
        }
        double relative = difference / (largest < ZERO ? 1 : largest);
        return new Row(name, shape.toString(), difference, relative,
                relative <= tolerance ? "" : String.format(Locale.ROOT, "more than %.0e", tolerance));
    }
}
