package earshot.experiments.weights;

import earshot.experiments.ExperimentException;
import earshot.experiments.files.UserCache;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Where fetched weights are kept, each under the name that its makers gave it. Only whole and verified files stand there.
///
/// @param folder need not exist yet
public record WeightsFolder(Path folder) {

    /// This user's folder: `weights` in the [UserCache].
    public static WeightsFolder ofUser() {
        return new WeightsFolder(UserCache.folder().resolve("weights"));
    }

    /// Where a file is or would be.
    public Path place(KnownWeights weights) {
        return folder.resolve(weights.file());
    }

    /// Whether a file has been fetched.
    public boolean has(KnownWeights weights) {
        return Files.isRegularFile(place(weights));
    }

    /// Those that have been fetched.
    public List<KnownWeights> fetched() {
        return Catalogue.ALL.stream().filter(this::has).toList();
    }

    /// The file that words mean: the name of known weights, or a path.
    ///
    /// @throws ExperimentException if the known weights have not been fetched, or there is no such file
    public Path find(String nameOrPath) {
        return Catalogue.find(nameOrPath).map(this::fetched).orElseGet(() -> {
            Path file = Path.of(nameOrPath);
            if (!Files.isRegularFile(file)) {
                throw new ExperimentException(
                        "weights " + nameOrPath + ": no such file, and no public weights are known by that name"
                                + "; check the path, or choose a name from earshot weights list");
            }
            return file;
        });
    }

    private Path fetched(KnownWeights weights) {
        if (!has(weights)) {
            throw new ExperimentException("weights " + weights.name() + " are not here yet (" + place(weights)
                    + "); fetch them: earshot weights fetch " + weights.name());
        }
        return place(weights);
    }
}
