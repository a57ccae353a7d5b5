package earshot.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.experiments.features.FeatureCache;
import earshot.experiments.files.Json;
import earshot.experiments.files.Sha256;
import earshot.experiments.weights.TinyBeats;
import earshot.experiments.weights.WeightsFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `earshot weights list`, `fetch` and `check`, and what `doctor` says of weights.
class WeightsCommandsTest {
    private static final Path GOLDEN = Path.of(System.getProperty("earshot.root"), "src", "golden", "checkpoints");

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int earshot(Object... words) {
        out.reset();
        err.reset();
        String[] args = Stream.of(words).map(Object::toString).toArray(String[]::new);
        return Main.execute(
                Terminal.plain(new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8)),
                new FeatureCache(folder.resolve("features")), new WeightsFolder(folder.resolve("weights")), args);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8).strip();
    }

    private JsonNode json() throws IOException {
        return Json.read(Files.writeString(folder.resolve("out.json"), out()), JsonNode.class);
    }

    /// Of Microsoft's tokenizers no hash is known.
    private Path tokenizer() throws IOException {
        return TinyBeats.tokenizer(folder.resolve("tokenizer.safetensors"), null);
    }

    @Test
    void fetchesListsAndShows() throws IOException {
        Path file = tokenizer();
        Path place = folder.resolve("weights").resolve("Tokenizer_iter3.pt");
        assertEquals(0, earshot("doctor"));
        assertTrue(out().lines().anyMatch(line -> line.matches("absent +weights +none fetched; earshot weights list .*")), out());
        assertEquals(0, earshot("weights", "fetch", "beats-tokenizer-iter3", "--url", file), err());
        assertEquals(place.toString(), out().strip());
        assertEquals(
                "licence: MIT (Microsoft, unilm)\nno hash of it is known; it holds what the network needs, and its SHA-256 is "
                        + Sha256.of(file),
                err());
        assertEquals(0, earshot("weights", "list"));
        assertEquals(1, out().lines().filter(line -> line.matches("beats-tokenizer-iter3 +yes +- +MIT .*")).count(), out());
        assertTrue(out().lines().anyMatch(line -> line.matches("efficientnet-b0 +- +20\\.5 +BSD-3-Clause \\(torchvision\\)")),
                out());
        assertEquals(0, earshot("doctor"));
        assertTrue(out().lines().anyMatch(line -> line.matches("ok +weights beats-tokenizer-iter3 +MIT .*" + place)), out());
        assertEquals(0, earshot("weights", "fetch", "beats-tokenizer-iter3"), err());
        assertTrue(err().startsWith("it was here already"), err());
    }

    @Test
    void listTellsAllThatIsKnownOfOne() throws IOException {
        assertEquals(0, earshot("weights", "list", "beats-iter1"), err());
        assertTrue(out().contains("file     BEATs_iter1.pt, 361499833 bytes\nsha-256  b5f4cc10"), out());
        assertTrue(out().contains("address  none known that a program can download from"), out());
        assertEquals(0, earshot("weights", "list", "--json"), err());
        assertEquals(21, json().size());
        assertEquals("efficientnet_b0_rwightman-7f5810bc.pth", json().path(0).path("file").asString());
    }

    @Test
    void whatIsNotTheFileIsRefusedWithWhatToLookFor() {
        assertEquals(1, earshot("weights", "fetch", "beats-iter1"));
        assertEquals(1, err().lines().count(), err());
        assertTrue(err().startsWith("earshot: beats-iter1: no address is known") && err().contains("SHA-256 b5f4cc10"), err());
        assertEquals(1, earshot("weights", "fetch", "beats-iter1", "--url", GOLDEN.resolve("beats_tiny.pt")));
        assertTrue(err().contains("is not BEATs_iter1.pt: expected SHA-256 b5f4cc10"), err());
        assertFalse(Files.exists(folder.resolve("weights")));
        assertEquals(2, earshot("weights", "fetch", "beats-iter9"));
        assertTrue(err().contains("did you mean beats-iter"), err());
        assertEquals(2, earshot("weights", "fetch", "beats-iter1", "--url", "ftp://x/y"));
    }

    @Test
    void checkSaysWhatAFileIs() throws IOException {
        Path tiny = GOLDEN.resolve("beats_tiny.pt");
        assertEquals(0, earshot("weights", "check", tiny), err());
        assertEquals(
                "file        " + tiny + "\nformat      PyTorch, 82698 bytes\nnetwork     BEATs\nparameters  16081 in 52 tensors\n"
                        + "sha-256     " + Sha256.of(tiny)
                        + "\nknown as    -\nverdict     ok: it holds what the network needs; no public file "
                        + "with this SHA-256 is known here, so nothing says where its numbers come from\n",
                out());
        assertEquals(0, earshot("weights", "check", "--json", tiny), err());
        assertTrue(json().path("good").booleanValue() && json().path("known").isNull(), out());
        Path half = TinyBeats.tokenizer(folder.resolve("half.safetensors"), "layers.0.");
        assertEquals(1, earshot("weights", "check", half));
        assertTrue(out().contains("missing     20\n            model/encoder.layers.0.self_attn.q_proj.weight [24,24]\n"), out());
        assertTrue(out().contains("            and 10 more\nverdict     no: 20 tensors do not fit BEATs tokenizer\n"), out());
    }

    @Test
    void checkRefusesWhatCannotBeRead() {
        for (String name : new String[]{"hostile_eval.pt", "truncated.pt", "bad_html.safetensors"}) {
            assertEquals(1, earshot("weights", "check", GOLDEN.resolve(name)));
            assertEquals(1, err().lines().count(), err());
            assertTrue(err().startsWith("earshot: " + GOLDEN.resolve(name)), err());
            assertEquals("", out());
        }
    }
}
