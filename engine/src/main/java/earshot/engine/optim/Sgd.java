package earshot.engine.optim;

import earshot.engine.Parameter;
import earshot.kernels.optim.OptimKernels;
import earshot.kernels.optim.SgdStep;
import earshot.kernels.optim.SgdUpdate;
import java.util.List;
import java.util.Map;

/// Stochastic gradient descent with momentum as PyTorch computes it: see [OptimKernels]. Weight decay is part of
/// the gradient. With momentum its state is {@code momentum_buffer}.
public final class Sgd extends Optimizer {
    private final boolean remembers;
    private final double dampening;
    private final boolean nesterov;
    private double momentum;

    /// One group, with Nesterov's momentum unless that is 0, and no dampening.
    public Sgd(Map<String, Parameter> parameters, double lr, double momentum, double weightDecay) {
        this(List.of(new ParameterGroup(parameters, lr, weightDecay)), momentum, 0, momentum != 0);
    }

    /// @param groups whose learning rates may be changed later
    /// @param momentum 0 for plain gradient descent
    /// @param dampening share of the gradient that is kept out of the velocity from the second step on
    /// @throws IllegalArgumentException if two parameters have one name, or with Nesterov's momentum that is 0 or dampened
    public Sgd(List<ParameterGroup> groups, double momentum, double dampening, boolean nesterov) {
        if (nesterov && (momentum == 0 || dampening != 0)) {
            throw new IllegalArgumentException(
                    "SGD: Nesterov's momentum must be above 0 and not dampened, got momentum " + momentum
                            + " and dampening " + dampening + "; do without nesterov");
        }
        super("SGD", groups, momentum == 0 ? List.of() : List.of("momentum_buffer"));
        this.remembers = momentum != 0;
        this.momentum = momentum;
        this.dampening = dampening;
        this.nesterov = nesterov;
    }

    @Override
    protected void update(OptimKernels kernels, List<Update> updates) {
        kernels.sgd(updates.stream().map(u -> new SgdUpdate(
                new SgdStep(u.lr(), momentum, u.step() == 1 ? 0 : dampening, u.weightDecay(), nesterov), u.w(), u.dw(),
                remembers ? u.memory().getFirst() : null)).toList());
    }

    @Override
    public double momentum() {
        return momentum;
    }

    /// @throws IllegalStateException if it was built without momentum
    @Override
    public void setMomentum(double momentum) {
        if (!remembers && momentum != 0) {
            throw new IllegalStateException("SGD: it was built without momentum and has no velocity, so momentum cannot become "
                    + momentum + "; build it with a momentum above 0, or take a schedule that leaves it alone");
        }
        this.momentum = momentum;
    }
}
