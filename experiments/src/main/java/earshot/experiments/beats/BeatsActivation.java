package earshot.experiments.beats;

import earshot.engine.Tensor;
import earshot.engine.nn.Linear;
import earshot.kernels.elementwise.Activation;
import java.util.Locale;

/// What stands between the linear maps of a layer, by its name in a checkpoint's `cfg`. The published ones have `gelu`.
public enum BeatsActivation {
    GELU, GELU_ACCURATE, GELU_FAST, RELU, TANH, LINEAR;

    /// The activation of a `cfg`.
    ///
    /// @throws IllegalArgumentException if it is not known
    static BeatsActivation of(String name) {
        for (BeatsActivation a : values()) {
            if (a.name().toLowerCase(Locale.ROOT).equals(name)) {
                return a;
            }
        }
        throw new IllegalArgumentException(
                "beats: activation_fn: expected gelu, gelu_accurate, gelu_fast, relu, tanh or linear, got " + name);
    }

    /// A linear map and what follows it. Both `gelu_accurate` and `gelu_fast` are the form by the hyperbolic tangent.
    Tensor after(Linear linear, Tensor x) {
        return switch (this) {
            case GELU -> linear.apply(x, Activation.GELU);
            case RELU -> linear.apply(x, Activation.RELU);
            case GELU_ACCURATE, GELU_FAST -> linear.apply(x).geluTanh();
            case TANH -> linear.apply(x).tanh();
            case LINEAR -> linear.apply(x);
        };
    }
}
