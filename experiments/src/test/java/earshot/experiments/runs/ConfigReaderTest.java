package earshot.experiments.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.experiments.ExperimentException;
import earshot.experiments.UsageException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderTest {
    enum Schedule {
        CONSTANT, ONE_CYCLE
    }

    record Augment(double mixup, boolean shift, List<Integer> masks) {
        Augment {
            if (mixup < 0) {
                throw new IllegalArgumentException("augment.mixup: expected at least 0, got " + mixup);
            }
        }
    }

    record Sample(int epochs, long seed, double lr, float gain, String data, Schedule schedule, Augment augment) {
    }

    private static final Sample DEFAULTS = new Sample(40, 0, 1e-3, 0.1f, null, Schedule.ONE_CYCLE,
            new Augment(0.4, true, List.of(8, 16)));

    @TempDir
    Path folder;

    private Path yaml(String text) throws IOException {
        return Files.writeString(folder.resolve("c.yaml"), text);
    }

    @Test
    void laterSourcesWin() throws IOException {
        Path file = yaml("epochs: 10\nlr: 1e-2\nseed: 5\naugment:\n  mixup: 0\n  masks: [1, 2]\n");
        Sample sample = new ConfigReader<>(DEFAULTS).file(file).set("epochs=20").set("augment.shift = off")
                .option("--epochs", "epochs", 30)
                .option("--lr", "lr", null).read();
        assertEquals(new Sample(30, 5, 1e-2, 0.1f, null, Schedule.ONE_CYCLE, new Augment(0, false, List.of(1, 2))), sample);
    }

    interface Shape {
    }

    record Round(double radius) implements Shape {
    }

    record Drawing(Shape shape) {
    }

    /// The record that a default is decides what can be set.
    @Test
    void anInterfaceIsTheRecordOfItsDefault() {
        assertEquals(new Drawing(new Round(2)), new ConfigReader<>(new Drawing(new Round(1))).set("shape.radius=2").read());
        assertThrows(UsageException.class, () -> new ConfigReader<>(new Drawing(new Round(1))).set("shape.width=2"));
    }

    @Test
    void defaultsStayWithoutSources() throws IOException {
        assertEquals(DEFAULTS, new ConfigReader<>(DEFAULTS).file(yaml("")).read());
    }

    @Test
    void readsListsEnumsAndText() {
        Sample sample = new ConfigReader<>(DEFAULTS).set("augment.masks=3,4").set("schedule=constant").set("data=a=b c").read();
        assertEquals(List.of(3, 4), sample.augment().masks());
        assertEquals(Schedule.CONSTANT, sample.schedule());
        assertEquals("a=b c", sample.data());
        assertEquals(List.of(), new ConfigReader<>(DEFAULTS).set("augment.masks=[]").read().augment().masks());
        assertNull(new ConfigReader<>(sample).set("data=null").read().data());
    }

    /// What is written is read back the same, whatever the numbers.
    @Property(tries = 200)
    void yamlRoundTrip(@ForAll int epochs, @ForAll long seed, @ForAll double lr, @ForAll float gain, @ForAll boolean shift,
            @ForAll List<Integer> masks)
            throws IOException {
        var sample = new Sample(epochs, seed, lr, gain, "x: 'y' #z", Schedule.CONSTANT, new Augment(0.25, shift, masks));
        Path file = Files.createTempFile("config", ".yaml");
        try {
            Files.writeString(file, ConfigReader.yaml(sample));
            assertEquals(sample, new ConfigReader<>(DEFAULTS).file(file).read());
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void yamlIsPlainAndInTheOrderDeclared() {
        assertEquals("""
                epochs: 40
                seed: 0
                lr: 0.001
                gain: 0.1
                data: null
                schedule: one-cycle
                augment:
                  mixup: 0.4
                  shift: true
                  masks:
                  - 8
                  - 16
                """, ConfigReader.yaml(DEFAULTS));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            epoch=3          | --set: unknown key 'epoch'; did you mean epochs?
            mixup=3          | --set: unknown key 'mixup'; did you mean augment.mixup?
            augment=3        | --set: augment: expected keys below it, got '3'
            epochs=many      | --set: epochs: expected a whole number, got 'many'
            epochs=1.5       | --set: epochs: expected a whole number, got '1.5'
            epochs=99999999999 | --set: epochs: expected a whole number, got '99999999999'
            lr=NaN           | --set: lr: expected a number, got 'NaN'
            augment.shift=2  | --set: augment.shift: expected true or false, got '2'
            schedule=cosine  | --set: schedule: expected one of constant, one-cycle, got 'cosine'
            augment.masks=1,x | --set: augment.masks: expected a whole number, got '1,x'
            epochs           | --set: expected key=value, got 'epochs'
            """)
    void explainsWhatIsTypedWrongly(String pair, String expected) {
        var wrong = assertThrows(UsageException.class, () -> new ConfigReader<>(DEFAULTS).set(pair));
        assertTrue(wrong.getMessage().startsWith(expected), wrong.getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            augment:~  mixing: 1   | unknown key 'augment.mixing'; did you mean augment.mixup?
            epochs: [1, 2]         | epochs: expected a whole number, got '[1, 2]'
            epochs: ~              | epochs: expected a whole number, got 'null'
            epochs: 1~epochs: 2    | line 2: is not valid YAML (found duplicate key epochs)
            epochs: [              | line 2: is not valid YAML
            just words             | expected lines of the form key: value
            a: &a [1]~epochs: *a   | is not valid YAML (Number of aliases
            augment: &a~  b: *a    | is not valid YAML (Number of aliases
            !!java.net.URL [a]     | line 1: is not valid YAML
            """)
    void explainsWhatIsWrongInAFile(String text, String expected) throws IOException {
        Path file = yaml(text.replace('~', '\n') + "\n");
        var wrong = assertThrows(ExperimentException.class, () -> new ConfigReader<>(DEFAULTS).file(file));
        assertTrue(wrong.getMessage().startsWith(file + ": " + expected), wrong.getMessage());
        assertFalse(wrong instanceof UsageException);
    }

    @Test
    void aFileThatIsAFolder() {
        var wrong = assertThrows(FileSystemException.class, () -> new ConfigReader<>(DEFAULTS).file(folder));
        assertEquals(folder.toString(), wrong.getFile());
    }

    @Test
    void aFileThatIsNoText() throws IOException {
        Path file = yaml("");
        Files.write(file, new byte[]{(byte) 0xff, (byte) 0xfe, 0});
        var wrong = assertThrows(ExperimentException.class, () -> new ConfigReader<>(DEFAULTS).file(file));
        assertEquals(file + ": is not a text file in UTF-8; give settings in YAML", wrong.getMessage());
    }

    @Test
    void whatTheRecordRefusesIsAnExpectedFailure() {
        var wrong = assertThrows(ExperimentException.class, () -> new ConfigReader<>(DEFAULTS).set("augment.mixup=-1").read());
        assertEquals("configuration: augment.mixup: expected at least 0, got -1.0", wrong.getMessage());
    }
}
