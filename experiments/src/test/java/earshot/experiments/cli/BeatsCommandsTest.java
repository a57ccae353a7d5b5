package earshot.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.audio.file.AudioClip;
import earshot.audio.file.AudioFile;
import earshot.audio.file.WavEncoding;
import earshot.audio.file.WavWriter;
import earshot.engine.check.GoldenFile;
import earshot.engine.checkpoint.CheckpointFile;
import earshot.engine.files.Safetensors;
import earshot.engine.files.SafetensorsWriter;
import earshot.engine.files.TensorData;
import earshot.engine.nn.NoiseSource;
import earshot.experiments.beats.Beats;
import earshot.experiments.beats.BeatsCheckpoint;
import earshot.experiments.beats.BeatsSound;
import earshot.experiments.beats.ClipEncoder;
import earshot.experiments.beats.PublishedLayout;
import earshot.experiments.beats.TokenPooling;
import earshot.experiments.files.Json;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `earshot embed`, `earshot tag` and `earshot parity`, with tiny networks.
class BeatsCommandsTest {
    private static final Path GOLDEN = Path.of(System.getProperty("earshot.root"), "src", "golden");
    private static final Path TINY = GOLDEN.resolve("checkpoints/beats_tiny.pt");
    private static final Path BEATS = GOLDEN.resolve("engine/beats.safetensors");

    @TempDir
    private Path folder;

    private Path first;
    private Path second;
    private final Earshot earshot = new Earshot();

    @BeforeEach
    void record() throws IOException {
        first = noise("first.wav", 16000, 16000);
        second = noise("second.wav", 8000, 12 * 8000);
    }

    private Path noise(String name, int rate, int samples) throws IOException {
        float[] values = new float[samples];
        Random random = new Random(name.hashCode());
        for (int i = 0; i < samples; i++) {
            values[i] = (float) (0.1 * random.nextGaussian());
        }
        WavWriter.write(folder.resolve(name), AudioClip.mono(rate, values), WavEncoding.FLOAT32);
        return folder.resolve(name);
    }

    @Test
    void featuresAreThoseOfTheLibrary() throws IOException {
        Path file = folder.resolve("x.npy");
        assertEquals(0, earshot.run("embed", second, first, "--weights", TINY, "--out", file, "--pooling", "mean_max"),
                earshot.err());
        assertEquals(file + ": features [2,48]\n", earshot.out());
        Backend backend = Backends.create("cpu", 1);
        try (BeatsCheckpoint checkpoint = BeatsCheckpoint.open(TINY); CheckpointFile written = CheckpointFile.open(file)) {
            Beats network = checkpoint.beats(backend, new NoiseSource(0), checkpoint.config().headless());
            ClipEncoder encoder = new ClipEncoder(network, BeatsSound.STANDARD, backend);
            float[] rows = written.tensors().get("").floats();
            Path[] files = {second, first};
            for (int i = 0; i < 2; i++) {
                float[] samples = BeatsSound.samples(AudioFile.read(files[i]));
                assertArrayEquals(encoder.embedding(samples, TokenPooling.MEAN_MAX),
                        Arrays.copyOfRange(rows, 48 * i, 48 * i + 48));
            }
        }
        assertEquals(0, earshot.run("embed", first, "--weights", TINY, "--out", folder.resolve("t.safetensors"), "--tokens"),
                earshot.err());
        // A second has 98 frames, six steps of eight patches; 12 s are two pieces of six.
        assertEquals("48,24", sizes(folder.resolve("t.safetensors")));
        assertEquals(0, earshot.run("embed", second, "--weights", TINY, "--out", folder.resolve("t.safetensors"), "--tokens"),
                earshot.err());
        assertEquals(2 * 8 * ((1 + (6 * 16000 - 400) / 160) / 16) + ",24", sizes(folder.resolve("t.safetensors")));
    }

    /// Recordings of one length go through the network together, up to eight; their numbers are those of each by itself.
    @Test
    void companyChangesNoNumber() throws IOException {
        List<Path> sounds = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            sounds.add(noise("company" + i + ".wav", 16000 - i / 10 * 800, 16000 - i / 10 * 800));
        }
        sounds.add(3, second);
        Path all = folder.resolve("all.npy");
        Path one = folder.resolve("one.npy");
        earshot.run(Stream.of(List.of("embed"), sounds, List.of("--weights", TINY, "--out", all)).flatMap(List::stream).toList());
        float[] together = rows(all);
        assertEquals(12 * 24, together.length);
        for (int i = 0; i < sounds.size(); i++) {
            assertEquals(0, earshot.run("embed", sounds.get(i), "--weights", TINY, "--out", one), earshot.err());
            assertArrayEquals(rows(one), Arrays.copyOfRange(together, 24 * i, 24 * i + 24), sounds.get(i).toString());
        }
    }

    private static float[] rows(Path npy) throws IOException {
        try (CheckpointFile written = CheckpointFile.open(npy)) {
            return written.tensors().get("").floats();
        }
    }

    @Test
    void aTokenizerGivesIds() throws IOException {
        GoldenFile.Case c = GoldenFile.read(BEATS).get("tokenizer");
        Map<String, TensorData> model = new LinkedHashMap<>();
        c.role("param").forEach((name, t) -> model.put("model/" + name, t));
        c.role("buffer").forEach((name, t) -> model.put("model/" + name, t));
        Path weights = PublishedLayout.write(folder.resolve("tokenizer.safetensors"), model, c.attributes().path("cfg"));
        Path sound = folder.resolve("golden.wav");
        WavWriter.write(sound, AudioClip.mono(16000, c.get("in/wave").floats()), WavEncoding.FLOAT32);
        Path file = folder.resolve("ids.npy");
        assertEquals(0, earshot.run("embed", sound, "--weights", weights, "--out", file), earshot.err());
        assertEquals(file + ": ids [120]\n", earshot.out());
        try (CheckpointFile written = CheckpointFile.open(file)) {
            assertArrayEquals(c.get("out/ids").longs(), written.tensors().get("").longs());
        }
        assertEquals(2, earshot.run("embed", first, second, "--weights", weights, "--out", file), earshot.out());
    }

    private static String sizes(Path file) throws IOException {
        int[] sizes = Safetensors.readAll(file).get("features").shape().sizes();
        return sizes[0] + "," + sizes[1];
    }

    @Test
    void embedSaysWhatIsWrong() throws IOException {
        Path npy = folder.resolve("x.npy");
        assertEquals(2, earshot.run("embed", first, "--weights", TINY, "--out", folder.resolve("x.txt")), earshot.err());
        assertEquals(2, earshot.run("embed", first, second, "--weights", TINY, "--out", npy, "--tokens"), earshot.err());
        Path text = Files.writeString(folder.resolve("text.wav"), "no sound");
        assertEquals(1, earshot.run("embed", first, text, "--weights", TINY, "--out", npy), earshot.out());
        assertTrue(earshot.err().contains("1 of 2 files cannot be decoded: " + text), earshot.err());
        assertTrue(Files.notExists(npy));
        assertEquals(1, earshot.run("embed", first, "--weights", GOLDEN.resolve("checkpoints/nested.pt"), "--out", npy),
                earshot.out());
        assertTrue(earshot.err().contains("is no checkpoint of BEATs: has no cfg"), earshot.err());
    }

    @Test
    void tagsAreNamedWhereNamesAreGiven() throws IOException {
        assertEquals(0, earshot.run("tag", first, "--weights", TINY, "--json", "--top", "2"), earshot.err());
        assertTrue(earshot.err().contains("fetch http"), earshot.err());
        JsonNode answer = Json.parse("answer", earshot.out(), JsonNode.class).get(0);
        assertEquals(1.0, answer.path("seconds").doubleValue());
        JsonNode best = answer.path("tags").get(0);
        assertEquals(2, answer.path("tags").size());
        assertEquals("/m/00" + best.path("index").intValue() + "x", best.path("id").asString());
        assertEquals(best.path("id").asString(), best.path("name").asString());
        assertTrue(best.path("probability").doubleValue() > answer.path("tags").get(1).path("probability").doubleValue());

        Path labels = Files.writeString(folder.resolve("labels.csv"), "index,mid,display_name\n0,/m/000x,\"Bark, woof\"\n"
                + "1,/m/001x,Rain\n2,/m/002x,Siren\n3,/m/003x,Wind\n4,/m/004x,Bell\n");
        assertEquals(0, earshot.run("tag", first, second, "--weights", TINY, "--labels", labels), earshot.err());
        assertTrue(earshot.out().startsWith(first + "\n"), earshot.out());
        assertTrue(earshot.out().contains("\n" + second + "\n") && earshot.out().contains("  Bark, woof "), earshot.out());
        assertEquals("", earshot.err());
        Files.writeString(labels, "mid,name\n");
        assertEquals(1, earshot.run("tag", first, "--weights", TINY, "--labels", labels), earshot.out());
        assertTrue(earshot.err().contains("expected the columns index, mid and display_name, got mid, name"), earshot.err());
    }

    @Test
    void parityShowsEveryLayer() throws IOException {
        GoldenFile.Case c = GoldenFile.read(BEATS).get("beats");
        Map<String, TensorData> model = new LinkedHashMap<>();
        c.role("param").forEach((name, t) -> model.put("model/" + name, t));
        Path weights = PublishedLayout.write(folder.resolve("weights.safetensors"), model, c.attributes().path("cfg"));
        assertEquals(0, earshot.run("parity", "beats", "--weights", weights, "--reference", BEATS, "--case", "beats"),
                earshot.out() + earshot.err());
        assertTrue(earshot.out().contains("\nlayer2 ") && earshot.out().contains("\nfeatures "), earshot.out());
        assertTrue(earshot.out().contains("\nagrees in all 11 layers compared, within 1e-04\n"), earshot.out());

        float[] bias = c.get("param/encoder.layers.1.fc2.bias").floats().clone();
        bias[3] += 0.01f;
        model.put("model/encoder.layers.1.fc2.bias", TensorData.of(c.get("param/encoder.layers.1.fc2.bias").shape(), bias));
        PublishedLayout.write(weights, model, c.attributes().path("cfg"));
        assertEquals(1, earshot.run("parity", "beats", "--weights", weights, "--reference", BEATS, "--case", "beats", "--json"),
                earshot.err());
        JsonNode answer = Json.parse("answer", earshot.out(), JsonNode.class);
        assertEquals(false, answer.path("agrees").booleanValue());
        for (JsonNode row : answer.path("layers").values()) {
            boolean behind = row.path("layer").asString().matches("layer[12]|features");
            assertEquals(behind, row.path("relative").doubleValue() > 1e-4, row.toString());
        }
        assertEquals(1, earshot.run("parity", "beats", "--weights", weights, "--reference", BEATS), earshot.out());
        assertTrue(earshot.err().contains("several tensors are called"), earshot.err());
        assertEquals(2, earshot.run("parity", "whisper", "--weights", weights, "--reference", BEATS), earshot.out());
        assertTrue(earshot.err().contains("expected beats or efficientnet-b0, got whisper"), earshot.err());
    }

    @Test
    void parityOfAnEfficientNet() throws IOException {
        Path models = GOLDEN.resolve("engine/models.safetensors");
        GoldenFile.Case c = GoldenFile.read(models).get("efficientnet_b0_eval");
        GoldenFile.Case state = c.attributes().has("state")
                ? GoldenFile.read(models).get(c.attributes().path("state").asString())
                : c;
        GoldenFile.Case inputs = c.attributes().has("inputs")
                ? GoldenFile.read(models).get(c.attributes().path("inputs").asString())
                : c;
        Map<String, TensorData> weights = new LinkedHashMap<>(state.role("param"));
        weights.putAll(state.role("buffer"));
        Path file = folder.resolve("weights.safetensors");
        SafetensorsWriter.write(file, weights, Map.of());
        Path reference = folder.resolve("reference.safetensors");
        SafetensorsWriter.write(reference,
                Map.of("x", inputs.get("in/x"), "logits", c.get("out/logits")), Map.of());
        assertEquals(0, earshot.run("parity", "efficientnet-b0", "--weights", file, "--reference", reference),
                earshot.out() + earshot.err());
        assertTrue(earshot.out().contains("agrees in all 1 layers compared"), earshot.out());
        assertEquals(1, earshot.run("parity", "efficientnet-b0", "--weights", TINY, "--reference", reference), earshot.out());
        assertTrue(earshot.err().contains("holds no EfficientNet-B0: it is a BEATs"), earshot.err());
    }
}
