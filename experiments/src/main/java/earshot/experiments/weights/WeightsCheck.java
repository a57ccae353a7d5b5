package earshot.experiments.weights;

import earshot.engine.checkpoint.Need;
import earshot.engine.checkpoint.Fit;
import earshot.engine.checkpoint.CheckpointFile;
import earshot.experiments.files.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a file of weights is, found out from its content and its hash.
///
/// @param file         that was looked at
/// @param format       how it stores tensors
/// @param bytes        its size
/// @param network the network it holds; null if it is none known here
/// @param parameters   learned values; all values where the network is not known
/// @param tensors      number of tensors
/// @param fit          how they compare with what the network needs; null if it is not known
/// @param sha256       of the whole file
/// @param inName       beginning of a SHA-256 that the file's name promises; null if it does not
/// @param known        the public file that it is; null if no public file with this hash is known
public record WeightsCheck(Path file, String format, long bytes, KnownNetwork network, long parameters, int tensors,
        Fit fit, String sha256, String inName, KnownWeights known) {
    /// How PyTorch's hub and timm name files: `resnet34-b627a593.pth`.
    private static final Pattern HASH_IN_NAME = Pattern.compile(".*-([0-9a-f]{8,64})\\.\\w+");

    /// Looks at a file.
    ///
    /// @throws earshot.engine.files.MalformedFileException if it is damaged, hostile, or no file of tensors
    /// @throws earshot.experiments.ExperimentException if it says too little of itself
    /// @throws IOException                             if it cannot be read
    public static WeightsCheck of(Path path) throws IOException {
        try (CheckpointFile file = CheckpointFile.open(path)) {
            KnownNetwork network = KnownNetwork.of(file).orElse(null);
            Map<String, Need> needs = network == null ? Map.of() : network.needs(file);
            Fit fit = network == null ? null : Fit.of(needs, file.tensors());
            long parameters = file.tensors().entrySet().stream()
                    .filter(e -> network == null || isParameter(needs.get(e.getKey())))
                    .mapToLong(e -> e.getValue().shape().count()).sum();
            String sha256 = Sha256.of(path);
            return new WeightsCheck(path, file.format().toString(), file.size(), network, parameters,
                    file.tensors().size(), fit, sha256, promised(path), Catalogue.ofDigest(sha256).orElse(null));
        }
    }

    /// The same of a file that has been moved.
    public WeightsCheck at(Path place) {
        return new WeightsCheck(place, format, bytes, network, parameters, tensors, fit, sha256, promised(place), known);
    }

    private static boolean isParameter(Need need) {
        return need != null && need.kind() == Need.Kind.PARAMETER;
    }

    private static String promised(Path path) {
        Matcher name = HASH_IN_NAME.matcher(path.getFileName().toString().toLowerCase(Locale.ROOT));
        return name.matches() ? name.group(1) : null;
    }

    /// What speaks against the file, on one line; empty if nothing does.
    public Optional<String> fault() {
        if (inName != null && !sha256.startsWith(inName)) {
            return Optional.of("its name promises a SHA-256 that begins with " + inName + ", it has " + sha256
                    + "; it is damaged or another file");
        }
        if (network == null) {
            return Optional.of("it holds no network known here; earshot inspect shows what it holds");
        }
        return fit.good() ? Optional.empty() : Optional.of(fit.count() + " not fit " + network);
    }
}
