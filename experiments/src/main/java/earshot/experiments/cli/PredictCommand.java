package earshot.experiments.cli;

import earshot.audio.file.AudioClip;
import earshot.audio.file.UnreadableAudioException;
import earshot.experiments.ExperimentException;
import earshot.experiments.UsageException;
import earshot.experiments.features.FrontEnd;
import earshot.experiments.files.Json;
import earshot.experiments.report.Percent;
import earshot.experiments.training.Classifier;
import earshot.experiments.training.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `earshot predict`: what is it that sounds there.
@Command(name = "predict", showDefaultValues = true, sortOptions = false, description = {
        "Name the class of sound files, with probabilities. WAV, FLAC, Ogg Vorbis or MP3, any rate, any length: the first seconds that the network was trained on are looked at.",
        "From a run, the probabilities are averaged over the networks of its finished folds.",
        "Files that cannot be decoded are named at the end, after the answers for all others; the exit code is 1 then."})
final class PredictCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "RUN", description = "A run's folder, or a checkpoint (*.safetensors).")
    private Path run;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "FILE", description = "Sound files.")
    private List<Path> files;

    @Option(names = "--top", paramLabel = "N", defaultValue = "5", description = "Classes to show.")
    private int top;

    @Option(names = "--tta", paramLabel = "N", defaultValue = "0", description = "Augmented views to average over, changed as the run says.")
    private int tta;

    @Option(names = "--json", description = "Print JSON, probabilities as parts of one.")
    private boolean json;

    @Mixin
    private ComputeOptions compute;

    PredictCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /// What is said of one file.
    ///
    /// @param file    as given
    /// @param seconds its length
    /// @param classes the most probable ones, best first
    record Answer(String file, double seconds, List<Named> classes) {
    }

    /// @param name        of the class
    /// @param probability part of one
    record Named(String name, double probability) {
    }

    @Override
    public Integer call() throws IOException {
        if (top < 1 || tta < 0 || tta > Recipe.MOST_VIEWS) {
            throw new UsageException("expected --top of at least 1 and --tta of 0 to " + Recipe.MOST_VIEWS + ", got " + top
                    + " and " + tta);
        }
        try (Classifier classifier = Classifier.open(run, compute.backend())) {
            var answers = new ArrayList<Answer>();
            var faults = new ArrayList<String>();
            for (Path file : files) {
                try {
                    answers.add(answer(classifier, file, FrontEnd.read(file)));
                } catch (UnreadableAudioException unreadable) {
                    faults.add(unreadable.getMessage());
                }
            }
            if (json) {
                terminal.out().print(Json.pretty(answers));
            } else {
                answers.forEach(this::print);
            }
            refuse(faults);
        }
        return 0;
    }

    /// One line for all bad files, after the answers for the good ones.
    private void refuse(List<String> faults) {
        if (!faults.isEmpty()) {
            throw new ExperimentException(
                    (files.size() == 1 ? "" : faults.size() + " of " + files.size() + " files cannot be decoded: ")
                            + String.join(" | ", faults));
        }
    }

    private Answer answer(Classifier classifier, Path file, AudioClip clip) {
        float[] p = classifier.probabilities(clip, tta, 0);
        List<Named> best = IntStream.range(0, p.length).boxed().sorted(Comparator.comparingDouble(c -> -p[c])).limit(top)
                .map(c -> new Named(classifier.classes().get(c), p[c])).toList();
        return new Answer(file.toString(), clip.seconds(), best);
    }

    private void print(Answer answer) {
        terminal.println(terminal.bold(answer.file()));
        int width = answer.classes().stream().mapToInt(c -> c.name().length()).max().orElse(0);
        for (Named c : answer.classes()) {
            String bar = "#".repeat((int) Math.round(30 * c.probability()));
            terminal.println(
                    String.format("  %-" + width + "s  %6s  %s", c.name(), Percent.of(c.probability()), bar).stripTrailing());
        }
    }
}
