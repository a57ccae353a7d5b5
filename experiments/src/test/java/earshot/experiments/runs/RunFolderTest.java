package earshot.experiments.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.experiments.ExperimentException;
import earshot.experiments.files.Json;
import earshot.experiments.files.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    record Config(int epochs) {
    }

    record Epoch(int fold, int epoch, double loss) {
    }

    record Time(int fold, int epoch, double seconds) {
    }

    @TempDir
    Path out;

    @Test
    void idsAreUniqueAndSortByTime() throws IOException {
        var now = LocalDateTime.of(2026, 3, 4, 5, 6, 7);
        var ids = new ConcurrentLinkedQueue<String>();
        IntStream.range(0, 20).parallel().forEach(i -> {
            try {
                ids.add(RunFolder.create(out, "resnet34", now).id());
            } catch (IOException failed) {
                throw new java.io.UncheckedIOException(failed);
            }
        });
        ids.add(RunFolder.create(out, "resnet34", now.plusSeconds(1)).id());
        var sorted = new TreeSet<>(ids);
        assertEquals(21, sorted.size());
        assertEquals("20260304-050607", sorted.first());
        assertEquals("20260304-050608", sorted.last());
    }

    @Test
    void keepsLinesAsWrittenAndDropsTheRest() throws IOException {
        RunFolder run = RunFolder.create(out, "resnet34");
        for (int epoch = 1; epoch <= 3; epoch++) {
            run.appendMetrics(new Epoch(1, epoch, 1e-7 * epoch));
            run.appendTiming(new Time(1, epoch, 1.5));
        }
        assertEquals(4.5, run.wallSeconds(), 1e-12);
        String whole = Files.readString(run.metrics());
        assertEquals("{\"fold\":1,\"epoch\":1,\"loss\":1.0E-7}", whole.lines().findFirst().orElseThrow());
        run.keepLines(line -> line.path("epoch").asInt() <= 2);
        assertEquals(whole.lines().limit(2).toList(), Files.readAllLines(run.metrics()));
        assertEquals(3.0, run.wallSeconds(), 1e-12);
        run.appendMetrics(new Epoch(1, 3, 3e-7));
        assertEquals(whole, Files.readString(run.metrics()));
    }

    @Test
    void summaryIsReadBackWithItsNulls() throws IOException {
        RunFolder run = RunFolder.create(out, "resnet34");
        WholeFile.write(run.config(), ConfigReader.yaml(new Config(3)));
        assertEquals("epochs: 3\n", Files.readString(run.config()));
        assertFalse(run.finished());
        assertThrows(ExperimentException.class, run::readSummary);
        Summary one = Summary.of("resnet34", "esc10", List.of("a", "b"), 7, 3, 123, null,
                List.of(new Summary.Fold(2, 80, 0.5, null)),
                true);
        assertEquals(0.5, one.mean());
        assertNull(one.interval());
        assertNull(one.ttaMean());
        run.writeSummary(one);
        assertEquals(one, run.readSummary());
        assertTrue(run.finished());
        Files.writeString(run.summary(), "{\"mean\": ");
        assertTrue(assertThrows(ExperimentException.class, run::readSummary).getMessage().contains("summary.json"));
    }

    @Test
    void predictionsNameClassesAndViews() throws IOException {
        RunFolder run = RunFolder.create(out, "resnet34");
        run.writePredictions(List.of("cat", "dog, barking"),
                List.of(new Prediction("a.wav", 1, 0, new float[]{0.25f, 0.75f}, new float[]{0.5f, 0.5f}),
                        new Prediction("b.wav", 1, 1, new float[]{0.25f, 0.75f}, null)));
        assertEquals(
                """
                        file,fold,category,predicted,correct,tta_predicted,tta_correct,p_cat,"p_dog, barking",tta_p_cat,"tta_p_dog, barking"
                        a.wav,1,cat,"dog, barking",false,cat,true,0.25,0.75,0.5,0.5
                        b.wav,1,"dog, barking","dog, barking",true,,,0.25,0.75,,
                        """,
                Files.readString(run.predictions()));
    }

    @Test
    void opensWhatItMadeAndNothingElse() throws IOException {
        RunFolder run = RunFolder.create(out, "resnet34");
        assertTrue(assertThrows(ExperimentException.class, () -> RunFolder.open(run.folder())).getMessage()
                .contains("is not a run"));
        WholeFile.write(run.config(), ConfigReader.yaml(new Config(1)));
        RunFolder opened = RunFolder.open(run.folder());
        assertEquals(run, opened);
        Files.writeString(out.resolve("note.txt"), "x");
        assertEquals(List.of(run), RunFolder.all(out));
        assertThrows(ExperimentException.class, () -> RunFolder.create(out.resolve("note.txt"), "resnet34"));
    }

    @Test
    void environmentKnowsTheMachine() throws IOException {
        RunFolder run = RunFolder.create(out, "resnet34");
        run.writeEnvironment(Environment.current("cpu"));
        Environment read = Json.read(run.folder().resolve("environment.json"), Environment.class);
        assertEquals(Runtime.getRuntime().availableProcessors(), read.cores());
        assertEquals(Runtime.version().toString(), read.jdk());
        assertTrue(read.vectorBits() >= 64 && read.heapMiB() > 0, read.toString());
    }

    /// Against the interval that R's t.test gives for the same numbers.
    @Test
    void intervalIsStudents() {
        Interval interval = Interval.of(0.8125, 0.8375, 0.8375, 0.8625);
        assertEquals(0.8375, interval.mean(), 1e-15);
        // sd 0.0204124, standard error 0.0102062, t(0.975, 3) 3.182446
        assertEquals(0.0324807, interval.halfWidth(), 1e-6);
        assertNull(Interval.of(0.5).halfWidth());
        assertEquals(0, Interval.of(0.5, 0.5).halfWidth());
        assertThrows(IllegalArgumentException.class, Interval::of);
    }
}
