package earshot.engine.optim;

import earshot.engine.Parameter;
import earshot.engine.Tensor;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/// The Euclidean norm of all gradients together, and its limit.
public final class GradientNorm {
    /// PyTorch's: keeps a norm of 0 from dividing.
    private static final double EPS = 1e-6;

    private GradientNorm() {
    }

    /// {@code √(Σ dw²)} over all parameters that have a gradient, in double on every backend. Needs no open scope.
    public static double of(Collection<Parameter> parameters) {
        List<Tensor> all = parameters.stream().map(Parameter::gradient).filter(Objects::nonNull).toList();
        return all.isEmpty()
                ? 0
                : Math.sqrt(all.getFirst().backend().optim().sumOfSquares(all.stream().map(Tensor::storage).toList()));
    }

    /// Scales all gradients by {@code min(1, maxNorm / (norm + 1e-6))}, as PyTorch's {@code clip_grad_norm_} does: their direction
    /// stays, their norm comes to at most {@code maxNorm}. Gradients that are not finite stay so, as in PyTorch: the result tells.
    ///
    /// @return the norm before
    /// @throws IllegalArgumentException unless {@code maxNorm} is at least 0
    public static double clip(Collection<Parameter> parameters, double maxNorm) {
        if (!(maxNorm >= 0)) {
            throw new IllegalArgumentException("clip gradients: the largest norm must be at least 0, got " + maxNorm);
        }
        double norm = of(parameters);
        double scale = Math.min(1, maxNorm / (norm + EPS));
        if (scale != 1) {
            for (Parameter p : parameters) {
                Tensor dw = p.gradient();
                if (dw != null) {
                    dw.backend().elementwise().affine(dw.shape().count(), scale, 0, dw.storage(), dw.storage());
                }
            }
        }
        return norm;
    }
}
