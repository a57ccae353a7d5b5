package earshot.experiments.picture;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/// Round numbers along an axis.
final class Ticks {
    private Ticks() {
    }

    /// Multiples of 1, 2 or 5 times a power of ten from `low` to `high`, at most `most` of them.
    static List<Double> linear(double low, double high, int most) {
        double step = step((high - low) / most);
        var ticks = new ArrayList<Double>();
        for (double k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; k++) {
            ticks.add(k * step);
        }
        return ticks;
    }

    /// The smallest step of that kind that is not below `least`.
    private static double step(double least) {
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (int factor : new int[]{1, 2, 5}) {
            if (factor * power >= least * (1 - 1e-9)) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    /// The number without digits that say nothing.
    static String label(double value) {
        return BigDecimal.valueOf(Math.round(value * 1e6), 6).stripTrailingZeros().toPlainString();
    }
}
