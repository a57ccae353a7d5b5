package earshot.experiments.runs;

import earshot.experiments.ExperimentException;
import earshot.experiments.files.Csv;
import earshot.experiments.files.Json;
import earshot.experiments.files.WholeFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// The folder of one run, `OUT/EXPERIMENT/ID`: everything that is known about it, in plain files.
///
/// | file | content |
/// | --- | --- |
/// | `config.yaml` | the resolved configuration |
/// | `environment.json` | JDK, processor, revision: where it ran |
/// | `clips.json` | fingerprint of all clips, so that a run goes on with no others |
/// | `metrics.jsonl` | one line per epoch |
/// | `timing.jsonl` | seconds and clips per second of every epoch |
/// | `predictions.csv` | what was said of every held-out clip |
/// | `checkpoints/` | networks |
/// | `summary.json` | the result |
/// | `report.html`, `report/` | a page about all of this, and its pictures |
///
/// Two runs with one seed have the same bytes in all of them but `environment.json` and `timing.jsonl`: whatever a clock or a machine
/// has a say in belongs into those two. Every file appears whole or not at all.
///
/// @param folder     the folder itself
/// @param experiment name of the experiment, e.g. `resnet34`
/// @param id         name of the run; sorts by time of creation
public record RunFolder(Path folder, String experiment, String id) {
    private static final DateTimeFormatter ID = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
    /// Names under which [WholeFile] and the writer of checkpoints begin a file.
    private static final Pattern HALF_WRITTEN = Pattern.compile("\\..+\\.new-\\d+-\\d+|.+\\.safetensors\\.part");

    /// Makes the folder of a new run, named after the time of day; runs that start within one second are numbered.
    ///
    /// @param out        the folder of all runs
    /// @param experiment name of the experiment
    public static RunFolder create(Path out, String experiment) throws IOException {
        return create(out, experiment, LocalDateTime.now());
    }

    /// Makes the folder of a new run with its configuration in it; leaves nothing if that cannot be written.
    ///
    /// @param out        the folder of all runs
    /// @param experiment name of the experiment
    /// @param config     the resolved configuration
    public static RunFolder create(Path out, String experiment, Record config) throws IOException {
        String settings = ConfigReader.yaml(config);
        RunFolder run = create(out, experiment);
        try {
            WholeFile.write(run.config(), settings);
        } catch (IOException failed) {
            Files.deleteIfExists(run.folder);
            throw failed;
        }
        return run;
    }

    static RunFolder create(Path out, String experiment, LocalDateTime now) throws IOException {
        if (Files.exists(out) && !Files.isDirectory(out)) {
            throw new ExperimentException(out + ": is a file; runs need a folder, choose another with --out");
        }
        Path runs = Files.createDirectories(out.resolve(experiment));
        for (int twin = 1;; twin++) {
            String id = ID.format(now) + (twin == 1 ? "" : String.format("-%02d", twin));
            try {
                return new RunFolder(Files.createDirectory(runs.resolve(id)), experiment, id);
            } catch (FileAlreadyExistsException taken) {
                continue;
            }
        }
    }

    /// Opens the folder of an earlier run.
    ///
    /// @throws ExperimentException if it is none
    public static RunFolder open(Path folder) {
        Path place = folder.toAbsolutePath().normalize();
        if (!Files.isRegularFile(place.resolve("config.yaml")) || place.getNameCount() < 2) {
            throw new ExperimentException(folder + ": is not a run (no config.yaml there); give a folder runs/EXPERIMENT/ID");
        }
        return new RunFolder(folder, place.getParent().getFileName().toString(), place.getFileName().toString());
    }

    /// All runs below a folder, by experiment, then oldest first. Folders that are no runs are passed over.
    ///
    /// @param out the folder of all runs
    public static List<RunFolder> all(Path out) throws IOException {
        var runs = new ArrayList<RunFolder>();
        for (Path experiment : folders(out)) {
            for (Path run : folders(experiment)) {
                if (Files.isRegularFile(run.resolve("config.yaml"))) {
                    runs.add(open(run));
                }
            }
        }
        return runs;
    }

    private static List<Path> folders(Path parent) throws IOException {
        try (var content = Files.list(parent)) {
            return content.filter(Files::isDirectory).sorted().toList();
        }
    }

    public Path config() {
        return folder.resolve("config.yaml");
    }

    public Path clips() {
        return folder.resolve("clips.json");
    }

    public Path metrics() {
        return folder.resolve("metrics.jsonl");
    }

    public Path timing() {
        return folder.resolve("timing.jsonl");
    }

    public Path predictions() {
        return folder.resolve("predictions.csv");
    }

    public Path environment() {
        return folder.resolve("environment.json");
    }

    public Path summary() {
        return folder.resolve("summary.json");
    }

    /// The page about the run.
    public Path page() {
        return folder.resolve("report.html");
    }

    /// The folder of the page's pictures.
    public Path pictures() {
        return folder.resolve("report");
    }

    /// The folder of checkpoints; not there before training begins.
    public Path checkpoints() {
        return folder.resolve("checkpoints");
    }

    /// Keeps other processes from working on this run until the lock is closed or this process ends, and removes what a killed one left
    /// half-written.
    ///
    /// @throws ExperimentException if another process works on it
    public Lock lock() throws IOException {
        FileChannel channel = FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException ownProcess) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new ExperimentException(folder + ": another process works on this run; wait for it or end it");
        }
        removeHalfWritten();
        return channel::close;
    }

    private void removeHalfWritten() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(f -> HALF_WRITTEN.matcher(f.getFileName().toString()).matches()).toList()) {
                Files.delete(file);
            }
        }
    }

    /// See [#lock].
    public interface Lock extends AutoCloseable {
        @Override
        void close() throws IOException;
    }

    /// Writes where the run takes place.
    public void writeEnvironment(Environment environment) throws IOException {
        WholeFile.write(environment(), Json.pretty(environment));
    }

    /// Reads where the run took place; null if that is not known.
    ///
    /// @throws ExperimentException if it cannot be understood
    public Environment readEnvironment() throws IOException {
        return Files.exists(environment()) ? Json.read(environment(), Environment.class) : null;
    }

    /// Adds a line to `metrics.jsonl`. No clock may have a say in the value.
    public void appendMetrics(Object value) throws IOException {
        append(metrics(), value);
    }

    /// Adds a line to `timing.jsonl`; its field `seconds` counts towards the wall time of the run.
    public void appendTiming(Object value) throws IOException {
        append(timing(), value);
    }

    /// Drops from `metrics.jsonl` and `timing.jsonl` the lines that are not to be kept: epochs after the one that a resumed run goes on
    /// from.
    public void keepLines(Predicate<JsonNode> kept) throws IOException {
        for (Path file : List.of(metrics(), timing())) {
            if (Files.exists(file)) {
                // The lines stay as they were written: a number read and written again might look different.
                List<String> written = Files.readAllLines(file);
                List<JsonNode> values = Json.lines(file);
                var text = new StringBuilder();
                for (int i = 0; i < values.size(); i++) {
                    text.append(kept.test(values.get(i)) ? written.get(i) + "\n" : "");
                }
                WholeFile.write(file, text.toString());
            }
        }
    }

    /// Writes `predictions.csv`.
    ///
    /// @param classes     names of the classes, in the order of the probabilities
    /// @param predictions one per held-out clip
    public void writePredictions(List<String> classes, List<Prediction> predictions) throws IOException {
        var text = new StringBuilder();
        text.append(Csv.line(Prediction.header(classes))).append('\n');
        predictions.forEach(prediction -> text.append(Csv.line(prediction.fields(classes))).append('\n'));
        WholeFile.write(predictions(), text.toString());
    }

    /// Reads what was said of every held-out clip.
    ///
    /// @param classes names of the classes
    /// @throws ExperimentException if there is no such file or it cannot be understood
    public List<Prediction> readPredictions(List<String> classes) throws IOException {
        String remedy = "restore it, or remove " + summary() + " and have the folds judged again with --resume " + folder;
        if (!Files.isRegularFile(predictions())) {
            throw new ExperimentException(predictions() + ": no such file; " + remedy);
        }
        List<Csv.Row> rows = Csv.parse(predictions().toString(), WholeFile.text(predictions(), remedy));
        List<String> header = rows.isEmpty() ? List.of() : rows.getFirst().fields();
        var predictions = new ArrayList<Prediction>();
        for (Csv.Row row : rows.subList(Math.min(1, rows.size()), rows.size())) {
            var fields = new HashMap<String, String>();
            for (int i = 0; i < Math.min(header.size(), row.fields().size()); i++) {
                fields.put(header.get(i), row.fields().get(i));
            }
            try {
                predictions.add(Prediction.of(fields, classes));
            } catch (IllegalArgumentException wrong) {
                throw new ExperimentException(predictions() + ": line " + row.line()
                        + ": expected what is known of one clip, with classes of the run (" + wrong.getMessage() + "); " + remedy,
                        wrong);
            }
        }
        return predictions;
    }

    /// Writes the result.
    public void writeSummary(Summary summary) throws IOException {
        WholeFile.write(summary(), Json.pretty(summary));
    }

    /// Reads the result.
    ///
    /// @throws ExperimentException if there is none yet or it cannot be understood
    public Summary readSummary() throws IOException {
        if (!Files.exists(summary())) {
            throw new ExperimentException(folder + ": this run has no summary.json yet; finish it with --resume " + folder);
        }
        return Json.read(summary(), Summary.class);
    }

    /// Whether the run has come to its end.
    public boolean finished() throws IOException {
        return Files.exists(summary()) && readSummary().finished();
    }

    /// Wall time so far: the sum of `seconds` in `timing.jsonl`.
    public double wallSeconds() throws IOException {
        return seconds(_ -> true);
    }

    /// What part of the wall time went into pre-training, whose lines name a stage.
    public double pretrainingSeconds() throws IOException {
        return seconds(line -> line.has("stage"));
    }

    private double seconds(Predicate<JsonNode> counted) throws IOException {
        return Json.lines(timing()).stream().filter(counted).mapToDouble(line -> line.path("seconds").asDouble(0)).sum();
    }

    /// Rewrites the whole file: epochs are few, and so no reader and no resumed run ever meets half a line.
    private static void append(Path file, Object value) throws IOException {
        String before = Files.exists(file) ? Files.readString(file) : "";
        WholeFile.write(file, before + Json.line(value) + "\n");
    }
}
