package earshot.experiments.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.experiments.ExperimentException;
import earshot.experiments.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetTest {
    @TempDir
    Path folder;

    @Test
    void readsColumnsByNameAndLabelsBySortedCategory() throws IOException {
        Folders.dataset(folder.resolve("tiny"),
                "\uFEFFextra,category,fold,filename,src_file\r\n\"x,y\",wind,2,a.wav,7\r\n,dog,1,b.wav,8\r\n,wind,1,c.wav,9\r\n",
                "a.wav", "b.wav", "c.wav");
        Dataset dataset = Dataset.read(folder.resolve("tiny"));
        assertEquals("tiny", dataset.name());
        assertEquals(List.of("dog", "wind"), dataset.classes());
        assertEquals(List.of(1, 0, 1), dataset.clips().stream().map(Clip::label).toList());
        assertEquals("7", dataset.clips().getFirst().source());
        assertEquals(List.of(1, 2), dataset.folds());
        assertEquals(List.of("b.wav", "c.wav"), dataset.heldOut(1).stream().map(Clip::name).toList());
        assertEquals(List.of("a.wav"), dataset.training(1).stream().map(Clip::name).toList());
    }

    @Test
    void choosesFolds() throws IOException {
        Dataset dataset = Dataset
                .read(Folders.dataset(folder, "filename,fold,category\na.wav,1,dog\nb.wav,3,dog\n", "a.wav", "b.wav"));
        assertEquals(List.of(1, 3), dataset.chooseFolds("all"));
        assertEquals(List.of(3, 1), dataset.chooseFolds("3, 1,3"));
        assertThrows(UsageException.class, () -> dataset.chooseFolds("1;3"));
        var none = assertThrows(ExperimentException.class, () -> dataset.chooseFolds("1,2"));
        assertTrue(none.getMessage().contains("fold 2 has no clips; it has the folds [1, 3]"), none.getMessage());
        assertThrows(ExperimentException.class, () -> dataset.heldOut(2));
        assertThrows(ExperimentException.class, () -> dataset.training(2));
    }

    @Test
    void aSingleFoldLeavesNothingToTrainOn() throws IOException {
        Dataset dataset = Dataset.read(Folders.dataset(folder, "filename,fold,category\na.wav,1,dog\n", "a.wav"));
        var wrong = assertThrows(ExperimentException.class, () -> dataset.training(1));
        assertTrue(wrong.getMessage().contains("none is left to train on"), wrong.getMessage());
    }

    /// Every mistake in the metadata is one line that names the file and the line.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            filename,fold~a.wav,1                                        | line 1: missing column 'category'
            fold,category~1,dog                                          | line 1: missing column 'filename'
            filename,fold,category,fold~a.wav,1,dog,1                    | line 1: column 'fold' stands twice
            filename,fold,category~a.wav,1                               | line 2: expected 3 fields as in the header, got 2
            filename,fold,category~a.wav,one,dog                         | line 2: fold: expected a whole number, got 'one'
            filename,fold,category~a.wav,4096,dog                        | line 2: fold: expected 0 to 4095, got 4096
            filename,fold,category~a.wav,-1,dog                          | line 2: fold: expected 0 to 4095, got -1
            filename,fold,category,target~a.wav,1,dog,x                  | line 2: target: expected a whole number, got 'x'
            filename,fold,category~a.wav,1,                              | line 2: unknown class: category of a.wav is empty
            filename,fold,category~a.wav,1,dog~a.wav,2,dog               | line 3: a.wav is listed on line 2 already
            filename,fold,category,target~a.wav,1,dog,0~b.wav,1,cat,0    | line 3: unknown class: target 0 with category 'cat'
            filename,fold,category,target~a.wav,1,dog,0~b.wav,1,dog,1    | line 3: unknown class: target 1 with category 'dog'
            filename,fold,category~../a.wav,1,dog                        | line 2: filename: expected the name of a file in audio/
            filename,fold,category                                       | lists no clips
            filename,fold,category~"a.wav,1,dog                          | line 2: quote is never closed
            """, quoteCharacter = '\'', ignoreLeadingAndTrailingWhitespace = true)
    void namesFileAndLine(String csv, String expected) throws IOException {
        Folders.dataset(folder, csv.replace('~', '\n') + "\n", "a.wav", "b.wav");
        var wrong = assertThrows(ExperimentException.class, () -> Dataset.read(folder));
        assertTrue(wrong.getMessage().startsWith(folder.resolve("meta/esc50.csv") + ": " + expected), wrong.getMessage());
        assertEquals(1, wrong.getMessage().lines().count());
    }

    @Test
    void namesWhatIsMissing() throws IOException {
        var none = assertThrows(ExperimentException.class, () -> Dataset.read(folder.resolve("none")));
        assertTrue(none.getMessage().startsWith(folder.resolve("none") + ": no such folder"), none.getMessage());
        var empty = assertThrows(ExperimentException.class, () -> Dataset.read(folder));
        assertTrue(empty.getMessage().startsWith(folder.resolve("meta/esc50.csv") + ": no such file"), empty.getMessage());
        Folders.dataset(folder, "filename,fold,category\na.wav,1,dog\nb.wav,1,dog\nc.wav,1,dog\n", "b.wav");
        var absent = assertThrows(ExperimentException.class, () -> Dataset.read(folder));
        assertTrue(
                absent.getMessage()
                        .startsWith(folder.resolve("audio/a.wav") + ": listed in meta/esc50.csv but absent, as are 1 more"),
                absent.getMessage());
        Files.write(folder.resolve("meta/esc50.csv"), new byte[]{(byte) 0xff, (byte) 0xfe, 0, 1});
        assertTrue(assertThrows(ExperimentException.class, () -> Dataset.read(folder)).getMessage().contains("not a text file"));
    }

    @Test
    void checkCountsAndListsEverythingWrong() throws IOException {
        Folders.dataset(folder, """
                filename,fold,category,src_file
                a.wav,1,dog,7
                b.wav,2,dog,7
                c.wav,2,cat,8
                d.wav,2,cat,
                e.wav,1,cat,
                f.wav,1,cat,9
                """, "a.wav", "b.wav");
        Files.writeString(folder.resolve("audio/c.wav"), "this is a text");
        Files.write(folder.resolve("audio/d.wav"), Folders.wav(16_000, 32_000));
        Files.write(folder.resolve("audio/f.wav"), Folders.wav(16_000, 0));
        DatasetCheck check = DatasetCheck.of(folder, () -> {
        });
        assertFalse(check.sound());
        assertEquals(Map.of("dog", Map.of(1, 1, 2, 1), "cat", Map.of(1, 2, 2, 2)), check.counts());
        assertEquals(2, check.unreadable().size(), check.unreadable().toString());
        assertTrue(check.unreadable().getFirst().contains("c.wav"), check.unreadable().toString());
        assertTrue(check.unreadable().getLast().contains("f.wav"), check.unreadable().toString());
        assertEquals(List.of(folder.resolve("audio/e.wav").toString()), check.absent());
        // An empty source says nothing: d and e are no leak.
        assertEquals(List.of(new DatasetCheck.Leak("7", List.of(1, 2), List.of("a.wav", "b.wav"))), check.leaks());
        assertEquals(0.01, check.shortest(), 1e-12);
        assertEquals(2.0, check.longest(), 1e-12);
        assertEquals(Map.of(8000, 2, 16_000, 1), check.rates());
    }
}
