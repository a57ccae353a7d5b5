package earshot.engine.optim;

import earshot.engine.Parameter;
import earshot.engine.Tensor;
import java.util.Collection;

/// The Euclidean norm of all gradients together, and its limit.
public final class GradientNorm {
    /// PyTorch's: keeps a norm of 0 from dividing.
    private static final double EPS = 1e-6;

    private GradientNorm() {
    }

    /// {@code √(Σ dw²)} over all parameters that have a gradient, in double on every backend. Needs no open scope.
    public static double of(Collection<Parameter> parameters) {
        double sum = 0;
        for (Parameter p : parameters) {
            Tensor dw = p.gradient();
            if (dw != null) {
                sum += dw.backend().optim().sumOfSquares(dw.shape().count(), dw.storage());
            }
        }
        return Math.sqrt(sum);
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
