package earshot.engine.conform;

import earshot.engine.Shape;
import earshot.engine.check.GoldenFile;
import earshot.engine.files.TensorData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToDoubleFunction;

/// Gathers what one case gives against what it should give. Used by one thread.
public final class Comparison {
    /// A tensor whose values are all below is zero by construction: what is there is rounding.
    private static final double ZERO = 1e-6;
    private static final int MOST = 8;

    private final List<String> failures = new ArrayList<>();
    private final Set<String> compared = new HashSet<>();
    private Measure worst;
    private int checks;

    /// {@code max|got - expected| <= tolerance · max|expected|}; without the last factor where it is below 1e-6.
    public void close(String key, TensorData expected, TensorData got, double tolerance) {
        double scale = Arrays.stream(expected.doubles()).map(Math::abs).max().orElse(0);
        double unit = scale < ZERO ? 1 : scale;
        compare(key, expected, got, _ -> unit, tolerance);
    }

    /// {@code |got - expected| <= tolerance} for every element.
    public void near(String key, TensorData expected, TensorData got, double tolerance) {
        compare(key, expected, got, _ -> 1, tolerance);
    }

    /// {@code |got - expected| <= relative · |expected| + absolute} for every element.
    ///
    /// @param relative above 0
    public void each(String key, TensorData expected, TensorData got, double relative, double absolute) {
        double[] e = expected.doubles();
        compare(key, expected, got, i -> Math.abs(e[i]) + absolute / relative, relative);
    }

    /// The same numbers.
    public void exact(String key, TensorData expected, TensorData got) {
        near(key, expected, got, 0);
    }

    /// One number: {@code |got - expected| <= tolerance}.
    public void near(String key, double expected, double got, double tolerance) {
        near(key, TensorData.of(Shape.of(), expected), TensorData.of(Shape.of(), got), tolerance);
    }

    /// One number: {@code |got - expected| <= tolerance · |expected|}, or {@code tolerance} where that is below 1e-6.
    public void close(String key, double expected, double got, double tolerance) {
        close(key, TensorData.of(Shape.of(), expected), TensorData.of(Shape.of(), got), tolerance);
    }

    /// Something that is no number.
    public void same(String key, Object expected, Object got) {
        checks++;
        compared.add(key);
        if (expected == null ? got != null : !expected.equals(got)) {
            failures.add(key + ": expected " + expected + ", got " + got);
        }
    }

    /// Something that is as it should be, so that the case is not one without any check.
    public void holds() {
        checks++;
    }

    /// Something that is not as it should be.
    ///
    /// @param what was expected and what is the case instead
    public void fail(String what) {
        checks++;
        failures.add(what);
    }

    /// Fails for every result and gradient of a case that was compared with nothing.
    public void complete(GoldenFile.Case c) {
        for (String role : List.of("out", "grad")) {
            for (Map.Entry<String, TensorData> e : c.role(role).entrySet()) {
                String key = role + "/" + e.getKey();
                if (!compared.contains(key)) {
                    failures.add(
                            key + ": expected " + e.getValue() + ", got nothing; op " + c.op() + " does not compute it here");
                }
            }
        }
    }

    /// The result. A case in which nothing was compared has failed.
    Outcome outcome(String name) {
        List<String> all = new ArrayList<>(failures.subList(0, Math.min(MOST, failures.size())));
        if (failures.size() > MOST) {
            all.add("and " + (failures.size() - MOST) + " more");
        }
        if (checks == 0) {
            all.add("expected something to compare with, got a case without results");
        }
        return new Outcome(name, all, worst);
    }

    /// {@code |got - expected| / unit <= tolerance} for every element.
    private void compare(String key, TensorData expected, TensorData got, IntToDoubleFunction unit, double tolerance) {
        checks++;
        compared.add(key);
        if (!expected.shape().equals(got.shape())) {
            failures.add(key + ": expected shape " + expected.shape() + ", got " + got.shape());
            return;
        }
        double[] e = expected.doubles();
        double[] g = got.doubles();
        double error = 0;
        int at = 0;
        for (int i = 0; i < e.length; i++) {
            boolean same = e[i] == g[i] || Double.isNaN(e[i]) && Double.isNaN(g[i]);
            double here = same ? 0 : Math.abs(g[i] - e[i]) / unit.applyAsDouble(i);
            if (!(here <= error)) {
                error = Double.isNaN(here) ? Double.POSITIVE_INFINITY : here;
                at = i;
            }
        }
        Measure measure = new Measure(key + index(expected.shape(), at), error, tolerance);
        if (worst == null || measure.share() > worst.share()) {
            worst = measure;
        }
        if (measure.share() > 1) {
            failures.add(String.format(Locale.ROOT, "%s: expected %s, got %s; error %.3g, allowed %.3g", measure.where(),
                    number(e[at], expected), number(g[at], expected), error, tolerance));
        }
    }

    private static String number(double value, TensorData expected) {
        return expected.type().integer() ? String.valueOf((long) value) : String.format(Locale.ROOT, "%.9g", value);
    }

    private static String index(Shape shape, int at) {
        if (shape.rank() == 0 || shape.count() == 0) {
            return "";
        }
        int[] index = new int[shape.rank()];
        int rest = at;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            index[axis] = rest % shape.size(axis);
            rest /= shape.size(axis);
        }
        return Arrays.toString(index).replace(" ", "");
    }
}
