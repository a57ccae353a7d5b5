package earshot.experiments.cli;

import earshot.experiments.training.BeatsPlan;
import earshot.experiments.training.PretrainedWeights;
import earshot.experiments.weights.WeightsFolder;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// Which checkpoint an experiment with BEATs begins from.
final class Pretrained {
    @Option(names = {"--pretrained", "--weights"}, paramLabel = "W", description = {
            "A checkpoint of BEATs: a name (earshot weights list) or a file as Microsoft published it (.pt).",
            "Default: " + BeatsPlan.WEIGHTS + ", to be fetched first: earshot weights fetch " + BeatsPlan.WEIGHTS + "."})
    private String weights;

    /// The file named; null if there was none, or the word `none`.
    ///
    /// @throws earshot.experiments.ExperimentException if it is not there
    Path file() {
        return weights == null || weights.equals(PretrainedWeights.NONE)
                ? null
                : WeightsFolder.ofUser().find(weights).toAbsolutePath().normalize();
    }

    boolean isNone() {
        return PretrainedWeights.NONE.equals(weights);
    }

    /// See [PretrainedWeights#wherever].
    String wherever() {
        return PretrainedWeights.wherever(weights);
    }
}
