package earshot.engine.optim;

import earshot.engine.Gradients;
import earshot.engine.Parameter;
import earshot.engine.Scope;
import earshot.engine.Tensor;
import java.util.Collection;

/// The Euclidean norm of all gradients together.
public final class GradientNorm {

    private GradientNorm() {
    }

    /// {@code √(Σ dw²)} over all parameters that have a gradient. Needs no open scope.
    public static double of(Collection<Parameter> parameters) {
        double sum = 0;
        try (var _ = Scope.open(); var _ = Gradients.off()) {
            for (Parameter p : parameters) {
                if (p.gradient() != null) {
                    sum += square(p.gradient());
                }
            }
        }
        return Math.sqrt(sum);
    }

    /// Summed on the host in double, where parts of very different size can be added safely.
    private static double square(Tensor dw) {
        try (var _ = Scope.open()) {
            return dw.mul(dw).sum().item();
        }
    }
}
