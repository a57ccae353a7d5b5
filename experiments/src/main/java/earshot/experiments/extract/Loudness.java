package earshot.experiments.extract;

import earshot.audio.mel.Decibels;
import java.util.OptionalDouble;

/// How powers become decibels.
///
/// @param reference power that is 0 dB; 0 for the largest at hand
/// @param amin      least power that is told from silence
/// @param topDb     decibels below the largest that are kept; 0 for all
public record Loudness(double reference, double amin, double topDb) {

    /// librosa's defaults.
    public static final Loudness STANDARD = new Loudness(1, 1e-10, 80);

    public Loudness {
        decibels(reference, amin, topDb);
    }

    Decibels decibels() {
        return decibels(reference, amin, topDb);
    }

    private static Decibels decibels(double reference, double amin, double topDb) {
        return new Decibels(reference == 0 ? OptionalDouble.empty() : OptionalDouble.of(reference), amin,
                topDb == 0 ? OptionalDouble.empty() : OptionalDouble.of(topDb));
    }
}
