package earshot.engine.conform;

/// How far one result is from what was expected, at its worst place.
///
/// @param where  key of the result and position in it, {@code out/y[1,2]}
/// @param error  as the tolerance is meant: relative to the largest value, or absolute; infinite where a number is missing
/// @param allowed at most
public record Measure(String where, double error, double allowed) {

    /// Share of what is allowed; above 1 it is too much. Compares errors of different kinds.
    public double share() {
        return error == 0 ? 0 : allowed == 0 ? Double.POSITIVE_INFINITY : error / allowed;
    }
}
