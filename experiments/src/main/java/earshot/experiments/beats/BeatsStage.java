package earshot.experiments.beats;

/// Short names of what BEATs computes on its way, which are easier to write than those of its parts.
public final class BeatsStage {
    private BeatsStage() {
    }

    /// The short name of a part's result: `patch`, `patch_norm`, `projected`, `pos_conv`, `encoder_in`, `layer0`, `layer0_gate`, …, `features`.
    ///
    /// @param part as [Beats#watch] has it
    /// @return the part's name itself where there is no short one
    public static String of(String part) {
        return switch (part) {
            case "patch_embedding" -> "patch";
            case "layer_norm" -> "patch_norm";
            case "post_extract_proj" -> "projected";
            case "encoder.pos_conv" -> "pos_conv";
            case "encoder.in" -> "encoder_in";
            case "encoder" -> "features";
            default -> part.replaceFirst("^encoder\\.layers\\.(\\d+)$", "layer$1")
                    .replaceFirst("^encoder\\.layers\\.(\\d+)\\.self_attn\\.gate$", "layer$1_gate");
        };
    }
}
