package earshot.experiments.cli;

import earshot.engine.files.MalformedFileException;
import earshot.engine.nn.NoiseSource;
import earshot.experiments.ExperimentException;
import earshot.experiments.UsageException;
import earshot.experiments.beats.AudioSetLabels;
import earshot.experiments.beats.Beats;
import earshot.experiments.beats.BeatsCheckpoint;
import earshot.experiments.beats.BeatsSound;
import earshot.experiments.beats.ClipEncoder;
import earshot.experiments.files.Json;
import earshot.experiments.report.Percent;
import earshot.kernels.Backend;
import earshot.experiments.weights.WeightsFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `earshot tag`: which of AudioSet's sounds are in a recording.
@Command(name = "tag", showDefaultValues = true, sortOptions = false, description = {
        "Name the sounds in sound files by a BEATs network that was fine-tuned on AudioSet, with the probability of each by itself.",
        "The checkpoint knows AudioSet's identifiers, such as /m/0bt9lr. Their names stand in AudioSet's class_labels_indices.csv: name it by --labels, or put it beside the checkpoint.",
        "Files that cannot be decoded are named at the end, after the answers for all others; the exit code is 1 then."})
final class TagCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Sound files.")
    private List<Path> files;

    @Option(names = "--weights", paramLabel = "W", required = true, description = "A checkpoint of BEATs that was fine-tuned on AudioSet: a name (earshot weights list) or a file (.pt).")
    private String weights;

    @Option(names = "--labels", paramLabel = "CSV", description = "AudioSet's class_labels_indices.csv.")
    private Path labels;

    @Option(names = "--top", paramLabel = "N", defaultValue = "5", description = "Tags to show.")
    private int top;

    @Option(names = "--json", description = "Print JSON, probabilities as parts of one.")
    private boolean json;

    @Mixin
    private ComputeOptions compute;

    TagCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /// What is said of one file.
    ///
    /// @param tags the most probable ones, best first
    record Answer(String file, double seconds, List<Tag> tags) {
    }

    /// @param index       of the predictor's output
    /// @param id          AudioSet's identifier
    /// @param name        AudioSet's name; the identifier where that is not known
    /// @param probability part of one
    record Tag(int index, String id, String name, double probability) {
    }

    @Override
    public Integer call() throws IOException {
        if (top < 1) {
            throw new UsageException("expected --top of at least 1, got " + top);
        }
        Backend backend = compute.backend();
        try (BeatsCheckpoint checkpoint = BeatsCheckpoint.open(WeightsFolder.ofUser().find(weights))) {
            if (checkpoint.config().classes() == 0) {
                throw new ExperimentException(weights + ": has no predictor; take a checkpoint that was fine-tuned on AudioSet"
                        + " (its name has \"finetuned\" in it), or use earshot embed");
            }
            Map<Integer, String> ids = checkpoint.labels();
            Map<String, String> names = names();
            Beats network = checkpoint.beats(backend, new NoiseSource(0), checkpoint.config());
            ClipEncoder encoder = new ClipEncoder(network, BeatsSound.STANDARD, backend);
            List<Answer> answers = new ArrayList<>();
            try {
                BeatsRecordings.each(files, compute.threads(), (file, samples) -> {
                    Answer answer = answer(file, samples.length, encoder.probabilities(samples), ids, names);
                    answers.add(answer);
                    if (!json) {
                        print(answer);
                    }
                });
            } finally {
                if (json) {
                    terminal.out().print(Json.pretty(answers));
                }
                network.release();
            }
        }
        return 0;
    }

    private Map<String, String> names() throws IOException {
        Path beside = WeightsFolder.ofUser().find(weights).toAbsolutePath().resolveSibling(AudioSetLabels.FILE);
        if (labels != null || Files.isRegularFile(beside)) {
            return AudioSetLabels.read(labels != null ? labels : beside);
        }
        terminal.note("names of the tags are not known; fetch " + AudioSetLabels.SOURCE + " and give it as --labels");
        return Map.of();
    }

    private Answer answer(Path file, int samples, float[] p, Map<Integer, String> ids, Map<String, String> names) {
        List<Tag> tags = IntStream.range(0, p.length).boxed().sorted(Comparator.comparingDouble(c -> -p[c])).limit(top).map(c -> {
            String id = ids.getOrDefault(c, "class " + c);
            return new Tag(c, id, MalformedFileException.oneLine(names.getOrDefault(id, id)), p[c]);
        }).toList();
        return new Answer(file.toString(), (double) samples / BeatsSound.RATE, tags);
    }

    private void print(Answer answer) {
        terminal.println(terminal.bold(answer.file()));
        int width = answer.tags().stream().mapToInt(t -> t.name().length()).max().orElse(0);
        for (Tag tag : answer.tags()) {
            String bar = "#".repeat((int) Math.round(30 * tag.probability()));
            terminal.println(String.format("  %-" + width + "s  %6s  %s", tag.name(), Percent.of(tag.probability()), bar)
                    .stripTrailing());
        }
    }
}
