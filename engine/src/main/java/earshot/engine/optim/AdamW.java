package earshot.engine.optim;

import earshot.engine.Parameter;
import earshot.kernels.optim.AdamWStep;
import earshot.kernels.optim.AdamWUpdate;
import earshot.kernels.optim.OptimKernels;
import java.util.List;
import java.util.Map;

/// AdamW (Loshchilov and Hutter, 2019) as PyTorch computes it: see [OptimKernels]. Weight decay is apart from
/// the gradient. Its state is {@code exp_avg} and {@code exp_avg_sq}, its momentum is beta1.
public final class AdamW extends Optimizer {
    private final double beta2;
    private final double eps;
    private double beta1;

    /// One group, with PyTorch's betas 0.9 and 0.999 and eps 1e-8.
    public AdamW(Map<String, Parameter> parameters, double lr, double weightDecay) {
        this(List.of(new ParameterGroup(parameters, lr, weightDecay)), 0.9, 0.999, 1e-8);
    }

    /// @param groups whose learning rates may be changed later
    /// @throws IllegalArgumentException if two parameters have one name
    public AdamW(List<ParameterGroup> groups, double beta1, double beta2, double eps) {
        super("AdamW", groups, List.of("exp_avg", "exp_avg_sq"));
        this.beta1 = beta1;
        this.beta2 = beta2;
        this.eps = eps;
    }

    @Override
    protected void update(OptimKernels kernels, List<Update> updates) {
        kernels.adamW(updates.stream().map(u -> new AdamWUpdate(
                new AdamWStep(u.lr(), beta1, beta2, eps, u.weightDecay(), u.step()), u.w(), u.dw(), u.memory().get(0),
                u.memory().get(1))).toList());
    }

    @Override
    public double momentum() {
        return beta1;
    }

    @Override
    public void setMomentum(double momentum) {
        beta1 = momentum;
    }
}
