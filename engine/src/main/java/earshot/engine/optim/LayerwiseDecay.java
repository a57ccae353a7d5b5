package earshot.engine.optim;

import earshot.engine.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/// Layer-wise decay of the learning rate (Howard and Ruder, 2018; Clark et al., 2020), for fine-tuning: the deeper a layer lies below
/// the output, the more general is what it has learned, and the less it may change.
public final class LayerwiseDecay {

    private LayerwiseDecay() {
    }

    /// One group for each depth, from the input to the output, with the base rate {@code lr · ratio^(greatest depth - depth)}.
    ///
    /// @param parameters by name
    /// @param depth from a parameter's name to its layer, 0 at the input; usually the output layer's is one more than the last
    /// block's
    /// @param lr of the greatest depth that occurs
    /// @param ratio of one layer's rate to the next one's, in (0, 1]
    /// @throws IllegalArgumentException naming a parameter of negative depth
    public static List<ParameterGroup> groups(Map<String, Parameter> parameters, ToIntFunction<String> depth, double lr,
            double ratio, double weightDecay) {
        if (!(ratio > 0 && ratio <= 1)) {
            throw new IllegalArgumentException("layer-wise decay: the ratio must be in (0, 1], got " + ratio);
        }
        TreeMap<Integer, Map<String, Parameter>> layers = new TreeMap<>();
        parameters.forEach((name, w) -> {
            int d = depth.applyAsInt(name);
            if (d < 0) {
                throw new IllegalArgumentException("layer-wise decay: the depth of " + name + " must be at least 0, got " + d);
            }
            layers.computeIfAbsent(d, _ -> new LinkedHashMap<>()).put(name, w);
        });
        List<ParameterGroup> groups = new ArrayList<>();
        layers.forEach((d, layer) -> groups
                .add(new ParameterGroup(layer, lr * Math.pow(ratio, layers.lastKey() - d), weightDecay)));
        return groups;
    }
}
