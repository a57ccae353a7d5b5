package earshot.experiments.conform;

import static java.util.Map.entry;

import earshot.audio.mel.KaldiFbank;
import earshot.engine.Gradients;
import earshot.engine.Layout;
import earshot.engine.Parameter;
import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.check.GoldenFile;
import earshot.engine.conform.Comparison;
import earshot.engine.conform.Family;
import earshot.engine.conform.GoldenFamily;
import earshot.engine.conform.Surroundings;
import earshot.engine.files.StateDict;
import earshot.engine.files.TensorData;
import earshot.engine.nn.Linear;
import earshot.engine.nn.NoiseSource;
import earshot.engine.nn.ParameterSource;
import earshot.experiments.beats.Beats;
import earshot.experiments.beats.BeatsCfg;
import earshot.experiments.beats.BeatsCheckpoint;
import earshot.experiments.beats.BeatsConfig;
import earshot.experiments.beats.BeatsSound;
import earshot.experiments.beats.BeatsStage;
import earshot.experiments.beats.BeatsTokenizer;
import earshot.experiments.beats.Padding;
import earshot.experiments.beats.RelativeBuckets;
import earshot.experiments.beats.TokenPooling;
import earshot.kernels.Backend;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// The family {@code beats}: the network of that name stage by stage, with and without padding, its predictor, its gradients, and its
/// tokenizer.
final class BeatsStages {
    private static final double PROBABILITY = 1e-5;
    private static final double MARGIN = 2e-5;
    /// Of filter banks, in normalised units: single precision is off by so much near silence.
    private static final double SOUND = 2e-3;

    private BeatsStages() {
    }

    static Family family() {
        return new GoldenFamily("beats", Map.ofEntries(
                entry("beats", BeatsStages::features),
                entry("beats_predictor", BeatsStages::predictor),
                entry("beats_grad", BeatsStages::gradients),
                entry("beats_relative_bucket", BeatsStages::buckets),
                entry("beats_tokenizer", BeatsStages::tokenizer)));
    }

    private static void features(GoldenFile.Case c, Surroundings s, Comparison comparison) throws IOException {
        Beats model = model(c, s);
        GoldenFile.Case inputs = s.named(c, "inputs");
        model.eval();
        model.watch((part, y) -> {
            String key = "out/" + BeatsStage.of(part);
            if (c.has(key)) {
                comparison.close(key, c.get(key), TensorData.of(c.get(key).shape(), y.doubles()), Models.RESULT);
            }
        });
        try (var _ = Scope.open(); var _ = Gradients.off()) {
            Tensor frames = frames(inputs, s.backend());
            if (c.has("out/fbank")) {
                comparison.near("out/fbank", c.get("out/fbank"), StateDict.read(frames, Layout.PLAIN), SOUND);
            }
            Padding padding = padding(inputs, frames);
            model.features(frames, padding);
            if (c.has("out/padding_mask")) {
                comparison.exact("out/padding_mask", c.get("out/padding_mask"), mask(model.ofTokens(padding)));
            }
        }
        model.release();
    }

    private static void predictor(GoldenFile.Case c, Surroundings s, Comparison comparison) throws IOException {
        Beats model = model(c, s);
        GoldenFile.Case inputs = s.named(c, "inputs");
        model.eval();
        try (var _ = Scope.open(); var _ = Gradients.off()) {
            Tensor frames = frames(inputs, s.backend());
            probabilities("probs", model.logits(frames, null), c, comparison);
            if (inputs.has("in/padding_mask")) {
                probabilities("probs_padded", model.logits(frames, padding(inputs, frames)), c, comparison);
            }
        }
        model.release();
    }

    private static void probabilities(String name, Tensor logits, GoldenFile.Case c, Comparison comparison) {
        if (c.has("out/" + name)) {
            comparison.near("out/" + name, c.get("out/" + name), StateDict.read(logits.sigmoid(), Layout.PLAIN), PROBABILITY);
        }
    }

    private static void gradients(GoldenFile.Case c, Surroundings s, Comparison comparison) throws IOException {
        JsonNode a = c.attributes();
        if (!a.path("pool").asString("mean").equals("mean")) {
            throw new IllegalArgumentException("beats_grad: expected pool mean, got " + a.path("pool"));
        }
        Map<String, TensorData> state = state(c, s);
        Map<String, TensorData> ofHead = new LinkedHashMap<>();
        state.keySet().stream().filter(name -> name.startsWith("head.")).toList()
                .forEach(name -> ofHead.put(name.substring("head.".length()), state.remove(name)));
        Beats model = loaded(config(a), state, s.backend());
        model.eval();
        Shape size = ofHead.get("weight").shape();
        Linear head = new Linear(new ParameterSource(s.backend(), 0), size.size(1), size.size(0));
        StateDict.load(head, ofHead);
        GoldenFile.Case inputs = s.named(c, "inputs");
        try (var _ = Scope.open()) {
            Tensor frames = frames(inputs, s.backend());
            Padding padding = a.path("padding_mask").asBoolean(false) ? padding(inputs, frames) : null;
            Tensor mean = model.embedding(frames, padding, TokenPooling.MEAN).keep();
            Tensor loss = Models.loss(a, head.apply(mean), Models.labels(c)).keep();
            loss.backward();
            comparison.close("out/features_mean", c.get("out/features_mean"), StateDict.read(mean, Layout.PLAIN), Models.RESULT);
            comparison.close("out/loss", c.get("out/loss"), StateDict.read(loss, Layout.PLAIN), Models.RESULT);
        }
        Map<String, Parameter> parameters = new LinkedHashMap<>(model.parameters());
        head.parameters().forEach((name, p) -> parameters.put("head." + name, p));
        parameters.forEach((name, p) -> Models.gradient(name, StateDict.read(p.gradient(), p.layout()), c, a.path("grad_norms"),
                comparison));
        for (String name : a.path("grad_norms").propertyNames()) {
            if (!parameters.containsKey(name)) {
                comparison.fail("norm of grad/" + name + ": expected a number, got no such parameter");
            }
        }
        head.release();
        model.release();
    }

    private static void buckets(GoldenFile.Case c, Surroundings s, Comparison comparison) {
        JsonNode a = c.attributes();
        if (!a.path("bidirectional").asBoolean(true)) {
            throw new IllegalArgumentException("beats_relative_bucket: expected bidirectional, got " + a);
        }
        RelativeBuckets buckets = new RelativeBuckets(a.path("num_buckets").intValue(), a.path("max_distance").intValue());
        TensorData positions = c.get("in/relative_position");
        long[] got = Arrays.stream(positions.longs()).map(p -> buckets.of(Math.toIntExact(p))).toArray();
        comparison.exact("out/bucket", c.get("out/bucket"), TensorData.of(positions.shape(), got));
    }

    private static void tokenizer(GoldenFile.Case c, Surroundings s, Comparison comparison) throws IOException {
        JsonNode cfg = c.attributes().path("cfg");
        BeatsTokenizer tokenizer = new BeatsTokenizer(ParameterSource.unfilled(s.backend()), new NoiseSource(0),
                config(c.attributes()), cfg.path("quant_n").intValue(), cfg.path("quant_dim").intValue());
        StateDict.load(tokenizer, state(c, s));
        tokenizer.eval();
        try (var _ = Scope.open()) {
            GoldenFile.Case inputs = s.named(c, "inputs");
            Tensor frames = frames(inputs, s.backend());
            BeatsTokenizer.Tokens tokens = tokenizer.encode(frames, padding(inputs, frames));
            TensorData expected = c.get("out/quantize_input");
            comparison.close("out/quantize_input", expected, TensorData.of(expected.shape(), tokens.features()), Models.RESULT);
            comparison.exact("out/ids", c.get("out/ids"),
                    TensorData.of(c.get("out/ids").shape(), Arrays.stream(tokens.ids()).asLongStream().toArray()));
            comparison.near("out/margin", c.get("out/margin"), TensorData.of(Shape.of(tokens.margins().length), tokens.margins()),
                    MARGIN);
            comparison.close("out/cluster_size_after", c.get("out/cluster_size_after"),
                    StateDict.of(tokenizer).get("quantize.cluster_size"), Models.RESULT);
        }
        tokenizer.release();
    }

    private static BeatsConfig config(JsonNode attributes) {
        return BeatsCfg.read(BeatsCfg.values(attributes.path("cfg")));
    }

    private static Beats model(GoldenFile.Case c, Surroundings s) throws IOException {
        return loaded(config(c.attributes()), state(c, s), s.backend());
    }

    private static Beats loaded(BeatsConfig config, Map<String, TensorData> state, Backend backend) {
        Beats model = new Beats(ParameterSource.unfilled(backend), new NoiseSource(0), config);
        StateDict.load(model, state);
        return model;
    }

    /// Weights and buffers of a case, and of the one that it says has its state.
    private static Map<String, TensorData> state(GoldenFile.Case c, Surroundings s) throws IOException {
        Map<String, TensorData> state = new LinkedHashMap<>(s.named(c, "state").role("param"));
        state.putAll(s.named(c, "state").role("buffer"));
        state.putAll(c.role("param"));
        return BeatsCheckpoint.withoutCopies(state);
    }

    /// The filter banks of all recordings of a case.
    private static Tensor frames(GoldenFile.Case inputs, Backend backend) {
        KaldiFbank bank = BeatsSound.STANDARD.bank();
        TensorData waves = inputs.get("in/wave");
        int length = waves.shape().size(-1);
        List<float[]> clips = new ArrayList<>();
        for (int at = 0; at < waves.shape().count(); at += length) {
            clips.add(Arrays.copyOfRange(waves.floats(), at, at + length));
        }
        return BeatsSound.batch(backend, bank, clips).frames();
    }

    /// The padding of frames that a case's padding of samples gives; null if it has none.
    private static Padding padding(GoldenFile.Case inputs, Tensor frames) {
        if (!inputs.has("in/padding_mask")) {
            return null;
        }
        return Padding.of(inputs.get("in/padding_mask")).pieces(frames.shape().size(1));
    }

    private static TensorData mask(Padding padding) {
        long[] values = new long[padding.padded().length * padding.length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = padding.padded()[i / padding.length()][i % padding.length()] ? 1 : 0;
        }
        return TensorData.of(Shape.of(padding.padded().length, padding.length()), values);
    }
}
