package earshot.engine.conform;

import java.util.List;

/// What came of one case.
///
/// @param name     of the case
/// @param failures one line each: what, expected, got, allowed; none if the case passed
/// @param worst    of all numbers compared, the one closest to what is allowed, or furthest beyond; null if there was none to compare
public record Outcome(String name, List<String> failures, Measure worst) {

    public Outcome {
        failures = List.copyOf(failures);
    }

    /// A case that could not be computed at all.
    public static Outcome failed(String name, String failure) {
        return new Outcome(name, List.of(failure), null);
    }

    /// Whether everything is as expected.
    public boolean passed() {
        return failures.isEmpty();
    }

    @Override
    public String toString() {
        return name + (passed() ? ": passed" : ": " + String.join("; ", failures));
    }
}
