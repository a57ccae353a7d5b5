package earshot.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import earshot.engine.conform.Manifest;
import earshot.engine.files.MalformedFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the list of golden checkpoints does not say: how refusals are worded, and choices that it leaves to a reader. Whether everything
/// comes out as the list says is checked by [earshot.engine.conform.Checkpoints].
class CheckpointGoldenTest {
    private static final Path FOLDER = Path.of(System.getProperty("earshot.root"), "src", "golden", "checkpoints");

    @Test
    void everyFileIsListed() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertEquals(Manifest.read(FOLDER.resolve("manifest.json")).size() + 1, files.count());
        }
    }

    @Test
    void refusalsNameFilePlaceReasonAndRemedy() throws IOException {
        int refusals = 0;
        for (Manifest.Row row : Manifest.read(FOLDER.resolve("manifest.json"))) {
            try {
                CheckpointFile.open(row.path()).close();
            } catch (MalformedFileException refused) {
                refusals++;
                assertTrue(refused.getMessage().startsWith(row.path() + ", "), refused.getMessage());
                assertTrue(refused.getMessage().matches("[^\\p{Cntrl}]+offset [0-9]+: [^\\p{Cntrl}]+; [^\\p{Cntrl}]+"),
                        refused.getMessage());
            }
        }
        assertTrue(refusals > 50, () -> "a list of broken files, of which hardly any is refused");
    }

    @Test
    void namespacesAreReadAsTheirAttributes() throws IOException {
        try (CheckpointFile checkpoint = CheckpointFile.open(FOLDER.resolve("namespace_cfg.pt"))) {
            assertEquals(Map.of("cfg/lr", 0.001), checkpoint.values());
            assertEquals(List.of("model/a", "model/b"), List.copyOf(checkpoint.tensors().keySet()));
        }
    }

    @Test
    void wholeModulesAreRefusedWithTheRemedy() throws IOException {
        try (CheckpointFile checkpoint = CheckpointFile.open(FOLDER.resolve("whole_module.pt"))) {
            fail("read " + checkpoint.tensors());
        } catch (MalformedFileException refused) {
            assertEquals(FOLDER.resolve("whole_module.pt") + ", entry archive/data.pkl, offset 34: the file needs "
                    + "torch.nn.modules.linear.Linear: more than tensors and plain values; nothing of it was run; save the tensors "
                    + "alone: torch.save(model.state_dict(), file)", refused.getMessage());
        }
    }
}
