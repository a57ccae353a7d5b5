package earshot.experiments.data;

import java.nio.file.Path;
import java.util.Objects;

/// One labelled recording.
///
/// @param file     the sound file
/// @param fold     the fold of the cross-validation that it belongs to, 0 to [#MAX_FOLD]
/// @param category name of its class, e.g. `dog`
/// @param label    place of that class among the data set's classes, from 0
/// @param source   the recording that it was cut from; clips of one source must not stand in two folds. Empty if unknown
public record Clip(Path file, int fold, String category, int label, String source) {
    /// The highest number of a fold; every fold has its own random numbers, and there are so many of them.
    public static final int MAX_FOLD = 4095;

    public Clip {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(source, "source");
        if (category.isEmpty() || label < 0 || fold < 0 || fold > MAX_FOLD) {
            throw new IllegalArgumentException("clip " + file + ": expected a category, a label from 0 and a fold of 0 to "
                    + MAX_FOLD + ", got '" + category + "', " + label + " and " + fold);
        }
    }

    /// The file's name without its folder, which is how the metadata names it.
    public String name() {
        return file.getFileName().toString();
    }
}
