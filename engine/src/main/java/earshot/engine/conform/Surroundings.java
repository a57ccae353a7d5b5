package earshot.engine.conform;

import earshot.engine.check.GoldenFile;
import earshot.engine.files.TensorData;
import earshot.kernels.Backend;
import java.io.IOException;
import java.nio.file.Path;

/// What a case stands in: attributes may refer to other cases.
///
/// @param folder  of all files
/// @param file    the case's own
/// @param backend what computes
public record Surroundings(Path folder, GoldenFile file, Backend backend) {

    /// A case by {@code case}, or by {@code file:case} if it stands in another file.
    ///
    /// @throws IllegalArgumentException if there is none
    /// @throws IOException              if the other file cannot be read
    public GoldenFile.Case find(String reference) throws IOException {
        int colon = reference.indexOf(':');
        return colon < 0
                ? file.get(reference)
                : GoldenFile.read(folder.resolve(reference.substring(0, colon))).get(reference.substring(colon + 1));
    }

    /// The case that an attribute names, or the case itself if it has none.
    public GoldenFile.Case named(GoldenFile.Case c, String attribute) throws IOException {
        return c.attributes().hasNonNull(attribute) ? find(c.attributes().path(attribute).asString()) : c;
    }

    /// A tensor of this file by its whole key, {@code <case>/<role>/<name>}.
    ///
    /// @throws IllegalArgumentException if there is none
    public TensorData tensor(String key) {
        int slash = key.indexOf('/');
        return file.get(key.substring(0, Math.max(0, slash))).get(key.substring(slash + 1));
    }
}
