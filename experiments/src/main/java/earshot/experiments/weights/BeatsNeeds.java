package earshot.experiments.weights;

import earshot.engine.checkpoint.Need;
import earshot.engine.Shape;
import earshot.engine.checkpoint.CheckpointFile;
import earshot.engine.checkpoint.Conversion;
import earshot.experiments.ExperimentException;
import earshot.experiments.files.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// What a checkpoint of BEATs must hold, by the settings that it brings along itself ({@code cfg}). Names and shapes are those of the
/// published files, each behind {@code model/}.
final class BeatsNeeds {
    private static final String CFG = "cfg/";
    /// More than any of these sizes ever was: a damaged file may say anything.
    private static final int MOST = 1 << 16;
    private static final int MOST_LAYERS = 1000;

    private final Map<String, Need> needs = new LinkedHashMap<>();
    private final Map<String, Object> cfg;
    private final String file;

    private BeatsNeeds(String file, Map<String, Object> cfg) {
        this.file = file;
        this.cfg = cfg;
    }

    /// A network, with its predictor if it was fine-tuned.
    ///
    /// @throws ExperimentException if the settings are missing or impossible
    static Map<String, Need> encoder(CheckpointFile file) {
        return of(file, all -> {
            all.encoder();
            if (all.flag("finetuned_model")) {
                all.linear("predictor", all.size("predictor_class"), all.size("encoder_embed_dim"));
            }
        });
    }

    /// A tokenizer: a network, what projects its tokens, and the codes.
    ///
    /// @throws ExperimentException if the settings are missing or impossible
    static Map<String, Need> tokenizer(CheckpointFile file) {
        return of(file, all -> {
            int width = all.size("encoder_embed_dim");
            int codes = all.size("quant_n");
            int dim = all.size("quant_dim");
            all.encoder();
            all.linear("quantize_layer.0", width, width);
            all.linear("quantize_layer.2", dim, width);
            all.parameter("quantize.embedding.weight", codes, dim);
            all.statistic("quantize.embedding.cluster_size", codes);
            all.statistic("quantize.embedding.embed_avg", codes, dim);
            all.statistic("quantize.embedding.initted", 1);
            all.statistic("quantize.cluster_size", codes);
        });
    }

    private static Map<String, Need> of(CheckpointFile file, Consumer<BeatsNeeds> contents) {
        BeatsNeeds all = new BeatsNeeds(file.file().toString(), values(file));
        try {
            contents.accept(all);
        } catch (IllegalArgumentException tooLarge) {
            throw new ExperimentException(file.file() + ": cfg describes no network that could be (" + tooLarge.getMessage()
                    + "); fetch the file again, or another one", tooLarge);
        }
        return all.needs;
    }

    /// Plain values of the file; one that was converted keeps them in its metadata.
    private static Map<String, Object> values(CheckpointFile file) {
        String kept = file.metadata().get(Conversion.VALUES);
        if (kept == null) {
            return file.values();
        }
        Map<String, Object> values = new LinkedHashMap<>();
        Json.parse(file.file() + ": values", kept, JsonNode.class).properties()
                .forEach(e -> values.put(e.getKey(), plain(e.getValue())));
        return values;
    }

    private static Object plain(JsonNode value) {
        return value.isNumber()
                ? (Object) value.numberValue()
                : value.isBoolean() ? (Object) value.booleanValue() : value.toString();
    }

    private void encoder() {
        int patch = size("input_patch_size");
        int embed = size("embed_dim");
        int width = size("encoder_embed_dim");
        int taps = size("conv_pos");
        parameter("patch_embedding.weight", embed, 1, patch, patch);
        if (flag("conv_bias")) {
            parameter("patch_embedding.bias", embed);
        }
        norm("layer_norm", embed);
        if (embed != width) {
            linear("post_extract_proj", width, embed);
        }
        parameter("encoder.pos_conv.0.bias", width);
        parameter("encoder.pos_conv.0.weight_g", 1, 1, taps);
        parameter("encoder.pos_conv.0.weight_v", width, width / size("conv_pos_groups"), taps);
        int layers = size("encoder_layers", MOST_LAYERS);
        for (int layer = 0; layer < layers; layer++) {
            layer(layer, width);
        }
        norm("encoder.layer_norm", width);
    }

    private void layer(int number, int width) {
        String prefix = "encoder.layers." + number + ".";
        int heads = size("encoder_attention_heads");
        int inside = size("encoder_ffn_embed_dim");
        for (String projection : new String[]{"q_proj", "k_proj", "v_proj", "out_proj"}) {
            linear(prefix + "self_attn." + projection, width, width);
        }
        if (flag("relative_position_embedding")) {
            // One table, which the files hold under every layer's name.
            need(prefix + "self_attn.relative_attention_bias.weight", number == 0 ? Need.Kind.PARAMETER : Need.Kind.SHARED,
                    size("num_buckets"), heads);
        }
        if (flag("gru_rel_pos")) {
            parameter(prefix + "self_attn.grep_a", 1, heads, 1, 1);
            linear(prefix + "self_attn.grep_linear", 8, width / heads);
        }
        norm(prefix + "self_attn_layer_norm", width);
        linear(prefix + "fc1", inside, width);
        linear(prefix + "fc2", width, inside);
        norm(prefix + "final_layer_norm", width);
    }

    private void linear(String name, int out, int in) {
        parameter(name + ".weight", out, in);
        parameter(name + ".bias", out);
    }

    private void norm(String name, int width) {
        parameter(name + ".weight", width);
        parameter(name + ".bias", width);
    }

    private void parameter(String name, int... sizes) {
        need(name, Need.Kind.PARAMETER, sizes);
    }

    private void statistic(String name, int... sizes) {
        need(name, Need.Kind.STATISTIC, sizes);
    }

    private void need(String name, Need.Kind kind, int... sizes) {
        needs.put("model/" + name, new Need(Shape.of(sizes), kind));
    }

    private int size(String key) {
        return size(key, MOST);
    }

    private int size(String key, int most) {
        if (cfg.get(CFG + key) instanceof Number n && n.doubleValue() >= 1 && n.doubleValue() <= most) {
            return n.intValue();
        }
        throw wrong(key, "a number of 1 to " + most);
    }

    /// A switch that is off where the settings do not name it.
    private boolean flag(String key) {
        return switch (cfg.getOrDefault(CFG + key, false)) {
            case Boolean b -> b;
            case null, default -> throw wrong(key, "true or false");
        };
    }

    private ExperimentException wrong(String key, String expected) {
        String known = cfg.keySet().stream().filter(k -> k.startsWith(CFG)).map(k -> k.substring(CFG.length())).limit(5)
                .collect(Collectors.joining(", "));
        return new ExperimentException(file + ": cfg: " + key + ": expected " + expected + ", got " + cfg.get(CFG + key)
                + (known.isEmpty() ? " (the file has no cfg)" : "") + "; fetch the file again, or another one");
    }
}
