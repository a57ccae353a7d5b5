package earshot.experiments.weights;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// EfficientNet-B0's names in the library timm, of which torchvision's published weights are a copy. What torchvision numbers, timm
/// names after what it does.
final class TimmNames {
    private static final Pattern BLOCK = Pattern.compile("features\\.([1-7])\\.(\\d+)\\.block\\.(.+)");

    /// Outside of blocks, by beginnings of torchvision's names.
    private static final Map<String, String> ENDS = Map.of("features.0.0.", "conv_stem.", "features.0.1.", "bn1.",
            "features.8.0.", "conv_head.", "features.8.1.", "bn2.", "classifier.1.", "classifier.");

    /// Within a block that widens first.
    private static final Map<String, String> WIDENING = Map.of("0.0.", "conv_pw.", "0.1.", "bn1.", "1.0.", "conv_dw.", "1.1.",
            "bn2.", "2.fc1.", "se.conv_reduce.", "2.fc2.", "se.conv_expand.", "3.0.", "conv_pwl.", "3.1.", "bn3.");

    /// Within a block of the first stage, which does not.
    private static final Map<String, String> PLAIN = Map.of("0.0.", "conv_dw.", "0.1.", "bn1.", "1.fc1.", "se.conv_reduce.",
            "1.fc2.", "se.conv_expand.", "2.0.", "conv_pw.", "2.1.", "bn2.");

    private TimmNames() {
    }

    /// What a tensor of torchvision's is called in timm.
    static String of(String torchvision) {
        Matcher block = BLOCK.matcher(torchvision);
        if (!block.matches()) {
            return replaced(torchvision, ENDS);
        }
        int stage = Integer.parseInt(block.group(1)) - 1;
        return "blocks." + stage + "." + block.group(2) + "." + replaced(block.group(3), stage == 0 ? PLAIN : WIDENING);
    }

    /// The same for all keys of a map.
    static <V> Map<String, V> of(Map<String, V> torchvision) {
        Map<String, V> all = new LinkedHashMap<>();
        torchvision.forEach((name, value) -> all.put(of(name), value));
        return all;
    }

    private static String replaced(String name, Map<String, String> beginnings) {
        return beginnings.entrySet().stream().filter(e -> name.startsWith(e.getKey())).findFirst()
                .map(e -> e.getValue() + name.substring(e.getKey().length()))
                .orElseThrow(() -> new IllegalArgumentException("timm: " + name + " is no name of torchvision's EfficientNet"));
    }
}
