package earshot.experiments.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.experiments.ExperimentException;
import earshot.experiments.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueTest {
    private static final String CPT2 = "e5815275a04b6885e7b8af63d120b29bffae2cd2225cf4915e1ec6d819d3022c";

    @TempDir
    Path folder;

    @Test
    void everyFileIsThereOnceAndWhollyDescribed() {
        assertEquals(21, Catalogue.ALL.size());
        assertEquals(21, new HashSet<>(Catalogue.names()).size());
        assertEquals(21, new HashSet<>(Catalogue.ALL.stream().map(KnownWeights::file).toList()).size());
        assertEquals(19, new HashSet<>(Catalogue.ALL.stream().map(KnownWeights::share).filter(s -> s != null).toList()).size());
        assertEquals(17,
                new HashSet<>(Catalogue.ALL.stream().map(KnownWeights::sha256).filter(h -> !h.isEmpty()).toList()).size());
        for (KnownWeights w : Catalogue.ALL) {
            assertTrue(w.sha256().matches("|[0-9a-f]{8}|[0-9a-f]{64}"), w.toString());
            assertTrue(w.sha256().length() != 8 || w.file().contains("-" + w.sha256() + "."), "the beginning stands in the name");
            assertTrue(w.address() == null || w.address().getPath().endsWith("/" + w.file()), w.toString());
            assertTrue(w.address() == null || !w.sha256().isEmpty(), "what comes from a mirror is verified by its hash");
            assertFalse(w.licence().isBlank());
        }
    }

    @Test
    void filesAreKnownByTheirHash() {
        assertEquals("beats-iter3-plus-as2m-cpt2", Catalogue.ofDigest(CPT2).orElseThrow().name());
        assertEquals("BEATs_iter3_plus_AS2M_finetuned_on_AS2M_cpt2.pt", Catalogue.ofDigest(CPT2).orElseThrow().file());
        assertEquals("efficientnet-b0", Catalogue.ofDigest("7f5810bc" + "0".repeat(56)).orElseThrow().name());
        assertEquals(Optional.empty(), Catalogue.ofDigest("0".repeat(64)));
    }

    @Test
    void aMistypedNameIsGuessed() {
        String message = assertThrows(UsageException.class, () -> Catalogue.named("beats-iter3+")).getMessage();
        assertTrue(message.startsWith("weights: no public file is known as 'beats-iter3+'; did you mean beats-iter3?"), message);
        assertEquals(KnownNetwork.BEATS_TOKENIZER, Catalogue.named("beats-tokenizer-iter3-plus-as20k").network());
    }

    @Test
    void wordsMeanAFetchedFileOrAPath() throws IOException {
        WeightsFolder cache = new WeightsFolder(folder);
        assertEquals("weights beats-iter1 are not here yet (" + folder.resolve("BEATs_iter1.pt")
                + "); fetch them: earshot weights fetch beats-iter1",
                assertThrows(ExperimentException.class, () -> cache.find("beats-iter1")).getMessage());
        assertEquals(List.of(), cache.fetched());
        Path fetched = Files.writeString(folder.resolve("BEATs_iter1.pt"), "x");
        assertEquals(fetched, cache.find("beats-iter1"));
        assertEquals(List.of(Catalogue.named("beats-iter1")), cache.fetched());
        assertEquals(fetched, cache.find(fetched.toString()));
        assertEquals(
                "weights nothing.pt: no such file, and no public weights are known by that name; check the path, or choose a name "
                        + "from earshot weights list",
                assertThrows(ExperimentException.class, () -> cache.find("nothing.pt")).getMessage());
    }
}
