package earshot.audio.mel;

import java.util.OptionalDouble;

/// Power to decibels as `librosa.power_to_db`: `10 log10(max(amin, x)) - 10 log10(max(amin, ref))`, then nothing below the largest
/// value minus `topDb`.
///
/// @param reference power that becomes 0 dB; if absent, the largest of the values at hand
/// @param amin least power that is told from silence, above 0
/// @param topDb range below the largest value that is kept, above 0; if absent, all of it
public record Decibels(OptionalDouble reference, double amin, OptionalDouble topDb) {

    /// librosa's default: power 1 is 0 dB, `amin` 1e-10, a range of 80 dB.
    public static final Decibels STANDARD = new Decibels(OptionalDouble.of(1), 1e-10, OptionalDouble.of(80));

    public Decibels {
        if (!(amin >= Double.MIN_NORMAL) || reference.isPresent() && !(reference.getAsDouble() >= 0)
                || topDb.isPresent() && !(topDb.getAsDouble() >= 0)) {
            throw new IllegalArgumentException(
                    "decibels: expected amin of a normal number above 0, reference and topDb >= 0 or absent, got amin " + amin
                            + ", reference " + reference + ", topDb " + topDb);
        }
    }

    /// Relative to a fixed power.
    public Decibels withReference(double power) {
        return new Decibels(OptionalDouble.of(power), amin, topDb);
    }

    /// Relative to the largest value.
    public Decibels withMaximumAsReference() {
        return new Decibels(OptionalDouble.empty(), amin, topDb);
    }

    public Decibels withTopDb(double range) {
        return new Decibels(reference, amin, OptionalDouble.of(range));
    }

    public Decibels withoutTopDb() {
        return new Decibels(reference, amin, OptionalDouble.empty());
    }

    /// Replaces powers by decibels.
    public void apply(float[] values) {
        apply(values, Logarithm.largest(values));
    }

    /// Replaces some of many powers by decibels.
    ///
    /// @param largest of all of them, 0 if none is above it
    public void apply(float[] values, float largest) {
        double zero = 10 * Math.log10(Math.max(amin, reference.orElse(largest)));
        double floor = topDb.isPresent()
                ? 10 * Math.log10(Math.max(amin, largest)) - zero - topDb.getAsDouble()
                : Double.NEGATIVE_INFINITY;
        Logarithm.decibels(values, amin, zero, floor);
    }
}
