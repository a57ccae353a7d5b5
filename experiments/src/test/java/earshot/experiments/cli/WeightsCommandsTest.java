package earshot.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.experiments.files.Json;
import earshot.experiments.files.Sha256;
import earshot.experiments.weights.TinyBeats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `earshot weights list`, `fetch` and `check`, and what `doctor` says of weights.
class WeightsCommandsTest {
    private static final Path GOLDEN = Path.of(System.getProperty("earshot.root"), "src", "golden", "checkpoints");

    @TempDir
    private Path folder;

    private final Earshot earshot = new Earshot(() -> folder);

    private JsonNode json() throws IOException {
        return Json.read(Files.writeString(folder.resolve("out.json"), earshot.out()), JsonNode.class);
    }

    /// Of Microsoft's tokenizers no hash is known.
    private Path tokenizer() throws IOException {
        return TinyBeats.tokenizer(folder.resolve("tokenizer.safetensors"), null);
    }

    @Test
    void fetchesListsAndShows() throws IOException {
        Path file = tokenizer();
        Path place = folder.resolve("weights").resolve("Tokenizer_iter3.pt");
        assertEquals(0, earshot.run("doctor"));
        assertTrue(earshot.out().lines().anyMatch(line -> line.matches("absent +weights +none fetched; earshot weights list .*")),
                earshot.out());
        assertEquals(0, earshot.run("weights", "fetch", "beats-tokenizer-iter3", "--url", file), earshot.err());
        assertEquals(place.toString(), earshot.out().strip());
        assertEquals(
                "licence: MIT (Microsoft, unilm)\nno hash of it is known; it holds what the network needs, and its SHA-256 is "
                        + Sha256.of(file),
                earshot.err().strip());
        assertEquals(0, earshot.run("weights", "list"));
        assertEquals(1, earshot.out().lines().filter(line -> line.matches("beats-tokenizer-iter3 +yes +- +MIT .*")).count(),
                earshot.out());
        assertTrue(
                earshot.out().lines()
                        .anyMatch(line -> line.matches("efficientnet-b0 +- +20\\.5 +BSD-3-Clause \\(torchvision\\)")),
                earshot.out());
        assertEquals(0, earshot.run("doctor"));
        assertTrue(earshot.out().lines().anyMatch(line -> line.matches("ok +weights beats-tokenizer-iter3 +MIT .*" + place)),
                earshot.out());
        assertEquals(0, earshot.run("weights", "fetch", "beats-tokenizer-iter3"), earshot.err());
        assertTrue(earshot.err().startsWith("it was here already"), earshot.err());
    }

    @Test
    void listTellsAllThatIsKnownOfOne() throws IOException {
        assertEquals(0, earshot.run("weights", "list", "beats-iter1"), earshot.err());
        assertTrue(earshot.out().contains("file     BEATs_iter1.pt, 361499833 bytes\nsha-256  b5f4cc10"), earshot.out());
        assertTrue(earshot.out().contains("address  none known that a program can download from"), earshot.out());
        assertEquals(0, earshot.run("weights", "list", "--json"), earshot.err());
        assertEquals(21, json().size());
        assertEquals("efficientnet_b0_rwightman-7f5810bc.pth", json().path(0).path("file").asString());
    }

    @Test
    void whatIsNotTheFileIsRefusedWithWhatToLookFor() {
        assertEquals(1, earshot.run("weights", "fetch", "beats-iter1"));
        assertEquals(1, earshot.err().lines().count(), earshot.err());
        assertTrue(earshot.err().startsWith("earshot: beats-iter1: no address is known")
                && earshot.err().contains("SHA-256 b5f4cc10"), earshot.err());
        assertEquals(1, earshot.run("weights", "fetch", "beats-iter1", "--url", GOLDEN.resolve("beats_tiny.pt")));
        assertTrue(earshot.err().contains("is not BEATs_iter1.pt: expected SHA-256 b5f4cc10"), earshot.err());
        assertFalse(Files.exists(folder.resolve("weights")));
        assertEquals(2, earshot.run("weights", "fetch", "beats-iter9"));
        assertTrue(earshot.err().contains("did you mean beats-iter"), earshot.err());
        assertEquals(2, earshot.run("weights", "fetch", "beats-iter1", "--url", "ftp://x/y"));
    }

    @Test
    void checkSaysWhatAFileIs() throws IOException {
        Path tiny = GOLDEN.resolve("beats_tiny.pt");
        assertEquals(0, earshot.run("weights", "check", tiny), earshot.err());
        assertEquals(
                "file        " + tiny + "\nformat      PyTorch, 82698 bytes\nnetwork     BEATs\nparameters  16081 in 52 tensors\n"
                        + "sha-256     " + Sha256.of(tiny)
                        + "\nknown as    -\nverdict     ok: it holds what the network needs; no public file "
                        + "with this SHA-256 is known here, so nothing says where its numbers come from\n",
                earshot.out());
        assertEquals(0, earshot.run("weights", "check", "--json", tiny), earshot.err());
        assertTrue(json().path("good").booleanValue() && json().path("known").isNull(), earshot.out());
        Path half = TinyBeats.tokenizer(folder.resolve("half.safetensors"), "layers.0.");
        assertEquals(1, earshot.run("weights", "check", half));
        assertTrue(earshot.out().contains("missing     20\n            model/encoder.layers.0.self_attn.q_proj.weight [24,24]\n"),
                earshot.out());
        assertTrue(earshot.out().contains("            and 10 more\nverdict     no: 20 tensors do not fit BEATs tokenizer\n"),
                earshot.out());
    }

    @Test
    void checkRefusesWhatCannotBeRead() {
        for (String name : new String[]{"hostile_eval.pt", "truncated.pt", "bad_html.safetensors"}) {
            assertEquals(1, earshot.run("weights", "check", GOLDEN.resolve(name)));
            assertEquals(1, earshot.err().lines().count(), earshot.err());
            assertTrue(earshot.err().startsWith("earshot: " + GOLDEN.resolve(name)), earshot.err());
            assertEquals("", earshot.out());
        }
    }
}
