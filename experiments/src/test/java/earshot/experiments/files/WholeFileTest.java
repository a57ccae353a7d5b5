package earshot.experiments.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.experiments.ExperimentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir
    Path folder;

    private List<String> content() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void replacesAFileAndLeavesNothingElse() throws IOException {
        Path file = folder.resolve("a.txt");
        WholeFile.write(file, "one");
        WholeFile.write(file, "two");
        assertEquals("two", Files.readString(file));
        assertEquals(List.of("a.txt"), content());
    }

    @Test
    void leavesNothingWhenItFails() throws IOException {
        Path occupied = Files.createDirectories(folder.resolve("a.txt/inside"));
        assertThrows(IOException.class, () -> WholeFile.write(occupied.getParent(), "text"));
        assertEquals(List.of("a.txt"), content());
        assertThrows(NoSuchFileException.class, () -> WholeFile.write(folder.resolve("none/a.txt"), "text"));
    }

    @Test
    void aNewFolderAppearsWhenFinished() throws IOException {
        Path target = folder.resolve("deep/set");
        try (NewFolder made = NewFolder.at(target)) {
            Files.writeString(made.work().resolve("x"), "1");
            assertFalse(Files.exists(target));
            made.finish();
        }
        assertEquals("1", Files.readString(target.resolve("x")));
    }

    @Test
    void aNewFolderLeavesNothingWhenGivenUp() throws IOException {
        try (NewFolder made = NewFolder.at(folder.resolve("set"))) {
            Files.writeString(Files.createDirectory(made.work().resolve("sub")).resolve("x"), "1");
        }
        assertEquals(List.of(), content());
    }

    @Test
    void aNewFolderMayReplaceAnEmptyOneOnly() throws IOException {
        Path target = Files.createDirectory(folder.resolve("set"));
        try (NewFolder made = NewFolder.at(target)) {
            Files.writeString(made.work().resolve("x"), "1");
            made.finish();
        }
        var full = assertThrows(ExperimentException.class, () -> NewFolder.at(target));
        assertTrue(full.getMessage().contains("not empty"), full.getMessage());
        assertThrows(ExperimentException.class, () -> NewFolder.at(target.resolve("x")));
    }

    @Test
    void jsonLinesLeaveOutWhatAnInterruptedWriteLeft() throws IOException {
        Path file = folder.resolve("a.jsonl");
        Files.writeString(file, "{\"a\":1}\n{\"a\":2}\n{\"a\":");
        assertEquals(List.of(1, 2), Json.lines(file).stream().map(line -> line.path("a").asInt()).toList());
        Files.writeString(file, "{\"a\":1}\nnonsense\n");
        var wrong = assertThrows(ExperimentException.class, () -> Json.lines(file));
        assertTrue(wrong.getMessage().contains("line 2"), wrong.getMessage());
    }
}
