package earshot.kernels.optim;

/// The numbers of one AdamW step.
///
/// @param step number of this step, from 1; it sets the bias corrections {@code 1 - beta^step}
public record AdamWStep(double lr, double beta1, double beta2, double eps, double weightDecay, int step) {

    public AdamWStep {
        if (!(lr >= 0) || !(beta1 >= 0 && beta1 < 1) || !(beta2 >= 0 && beta2 < 1) || !(eps >= 0) || !(weightDecay >= 0)
                || step < 1) {
            throw new IllegalArgumentException("AdamW: need lr, eps and weight decay >= 0, betas in [0, 1) and step >= 1, got lr "
                    + lr + ", betas " + beta1 + " and " + beta2 + ", eps " + eps + ", weight decay " + weightDecay + ", step "
                    + step);
        }
    }
}
