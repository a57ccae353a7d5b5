package earshot.kernels.optim;

/// The numbers of one step of stochastic gradient descent.
///
/// @param momentum what remains of the velocity; 0 does without one
/// @param dampening share of the gradient that is kept out of the velocity. PyTorch begins the velocity with the whole first
/// gradient: the first step has the velocity 0 and dampening 0
/// @param weightDecay added to the gradient, times the weight
/// @param nesterov looks ahead: the velocity is applied once more on top of the gradient
public record SgdStep(double lr, double momentum, double dampening, double weightDecay, boolean nesterov) {

    public SgdStep {
        if (!(lr >= 0) || !(momentum >= 0) || !Double.isFinite(dampening) || !(weightDecay >= 0)) {
            throw new IllegalArgumentException("SGD: need lr, momentum and weight decay >= 0 and a finite dampening, got lr " + lr
                    + ", momentum " + momentum + ", dampening " + dampening + ", weight decay " + weightDecay);
        }
    }
}
