package earshot.experiments.beats;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Reads the `cfg` of a published checkpoint. What it leaves out is as in Microsoft's code; what that code does not know is of no
/// account.
public final class BeatsCfg {
    private final Map<String, ?> values;

    private BeatsCfg(Map<String, ?> values) {
        this.values = values;
    }

    /// The configuration of a `cfg`.
    ///
    /// @param values by key: `encoder_layers`, …
    /// @throws IllegalArgumentException naming a key whose value is missing or cannot be
    public static BeatsConfig read(Map<String, ?> values) {
        return new BeatsCfg(values).config();
    }

    /// A `cfg` that is asked for single values.
    static BeatsCfg of(Map<String, ?> values) {
        return new BeatsCfg(values);
    }

    /// The plain values of a JSON object, as a file of PyTorch's would have them.
    public static Map<String, Object> values(JsonNode object) {
        Map<String, Object> values = new LinkedHashMap<>();
        object.properties().forEach(e -> values.put(e.getKey(), switch (e.getValue().getNodeType()) {
            case NULL -> null;
            case BOOLEAN -> e.getValue().booleanValue();
            case NUMBER -> e.getValue().isIntegralNumber() ? (Object) e.getValue().longValue() : e.getValue().doubleValue();
            case STRING -> e.getValue().stringValue();
            case OBJECT, ARRAY, BINARY, MISSING, POJO -> e.getValue().toString();
        }));
        return values;
    }

    /// The entries below `cfg/` of all values of a file.
    static Map<String, Object> below(String prefix, Map<String, Object> all) {
        Map<String, Object> below = new LinkedHashMap<>();
        all.forEach((path, value) -> {
            if (path.startsWith(prefix)) {
                below.put(path.substring(prefix.length()), value);
            }
        });
        return below;
    }

    private BeatsConfig config() {
        if (!values.containsKey("input_patch_size")) {
            throw new IllegalArgumentException("beats: input_patch_size: expected the size of a patch, got none");
        }
        return new BeatsConfig(
                new BeatsConfig.Patches(integer("input_patch_size", 0), integer("embed_dim", 512), flag("conv_bias")),
                new BeatsConfig.Layers(integer("encoder_layers", 12), integer("encoder_embed_dim", 768),
                        integer("encoder_ffn_embed_dim", 3072), integer("encoder_attention_heads", 12),
                        BeatsActivation.of(text("activation_fn", "gelu")), flag("layer_norm_first"), flag("deep_norm"),
                        number("layer_wise_gradient_decay_ratio", 1)),
                new BeatsConfig.Positions(integer("conv_pos", 128), integer("conv_pos_groups", 16),
                        flag("relative_position_embedding"), integer("num_buckets", 320), integer("max_distance", 1280),
                        flag("gru_rel_pos")),
                new BeatsConfig.Drops(number("dropout_input", 0), number("dropout", 0.1), number("attention_dropout", 0.1),
                        number("activation_dropout", 0), number("encoder_layerdrop", 0), number("predictor_dropout", 0.1)),
                flag("finetuned_model") ? integer("predictor_class", 527) : 0);
    }

    int integer(String key, int otherwise) {
        return switch (values.get(key)) {
            case null -> otherwise;
            case Integer number -> number;
            case Long number when number == number.intValue() -> number.intValue();
            case Object other -> throw wrong(key, "a whole number", other);
        };
    }

    private double number(String key, double otherwise) {
        return switch (values.get(key)) {
            case null -> otherwise;
            case Number number -> number.doubleValue();
            case Object other -> throw wrong(key, "a number", other);
        };
    }

    private boolean flag(String key) {
        return switch (values.get(key)) {
            case null -> false;
            case Boolean truth -> truth;
            case Number number -> number.doubleValue() != 0;
            case Object other -> throw wrong(key, "true or false", other);
        };
    }

    private String text(String key, String otherwise) {
        return switch (values.get(key)) {
            case null -> otherwise;
            case String text -> text;
            case Object other -> throw wrong(key, "a word", other);
        };
    }

    private static IllegalArgumentException wrong(String key, String expected, Object got) {
        return new IllegalArgumentException("beats: " + key + ": expected " + expected + ", got " + got);
    }
}
