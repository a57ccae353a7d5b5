package earshot.experiments.weights;

import earshot.experiments.files.Sha256;
import java.io.IOException;
import java.nio.file.Path;

/// Where weights come from, as far as their hash tells.
///
/// @param name   of the public weights; null if these are none that are known here
/// @param sha256 of their file; null if there is none
public record Origin(String name, String sha256) {
    /// What is written where there was no file at all.
    private static final String RANDOM = "random";

    /// Weights as they are drawn.
    public static final Origin NOWHERE = new Origin(null, null);

    /// That of a file.
    ///
    /// @throws IOException if it cannot be read
    public static Origin of(Path file) throws IOException {
        String sha256 = Sha256.of(file);
        return new Origin(Catalogue.ofDigest(sha256).map(KnownWeights::name).orElse(null), sha256);
    }

    /// Whether a network that began with these weights may as well have begun with random ones.
    ///
    /// @param words as [#toString] gives them; null for an experiment that is not about weights learned elsewhere
    public static boolean mayBeRandom(String words) {
        return words != null && Catalogue.find(words).isEmpty();
    }

    /// The name of public weights, {@code random}, or {@code unknown, SHA-256 ...}.
    @Override
    public String toString() {
        return sha256 == null ? RANDOM : name == null ? "unknown, SHA-256 " + sha256 : name;
    }
}
