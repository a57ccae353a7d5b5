package earshot.experiments.cli;

import earshot.experiments.training.BeatsPlan;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Which checkpoint an experiment with BEATs begins from.
final class Pretrained {
    @Option(names = {"--pretrained",
            "--weights"}, paramLabel = "FILE", description = "A checkpoint of BEATs as Microsoft published it (.pt).")
    private String file;

    /// The file, if one was named.
    Optional<Path> file() {
        return file == null || isNone() ? Optional.empty() : Optional.of(Path.of(file).toAbsolutePath().normalize());
    }

    boolean isNone() {
        return BeatsPlan.NONE.equals(file);
    }

    /// As a setting: the run need not be gone on with in this folder.
    RunOptions.Given given(String key) {
        return new RunOptions.Given("--pretrained", key, isNone() ? file : file().map(Path::toString).orElse(null));
    }
}
