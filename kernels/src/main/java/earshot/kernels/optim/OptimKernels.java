package earshot.kernels.optim;

import earshot.kernels.Storage;
import java.util.List;

/// Optimiser updates, in place, and what goes with them. All parameters are given at once, because a device does many small ones in one go.
public interface OptimKernels {

    /// AdamW (Loshchilov and Hutter, 2019), as PyTorch computes it: decay is decoupled and comes first.
    ///
    /// ```
    /// w ← w · (1 - lr · weightDecay)
    /// m ← beta1 · m + (1 - beta1) · dw        v ← beta2 · v + (1 - beta2) · dw²
    /// w ← w - lr / (1 - beta1^t) · m / (√v / √(1 - beta2^t) + eps)
    /// ```
    void adamW(List<AdamWUpdate> updates);

    /// Stochastic gradient descent with momentum (Nesterov's: Sutskever et al., 2013), as PyTorch computes it: decay is part of the
    /// gradient, and the velocity does not contain the learning rate.
    ///
    /// ```
    /// d ← dw + weightDecay · w
    /// v ← momentum · v + (1 - dampening) · d
    /// w ← w - lr · v        with nesterov: w ← w - lr · (d + momentum · v)
    /// ```
    ///
    /// Without momentum, {@code w ← w - lr · d}.
    void sgd(List<SgdUpdate> updates);

    /// A step of an exponential moving average: {@code average ← average + (1 - decay) · (x - average)}. In this form the average of
    /// a constant is that constant, to the last bit.
    void average(double decay, List<AverageUpdate> updates);

    /// {@code Σ x²} over all elements of all storages, in an order that depends on their sizes alone, and so that squares of single
    /// precision neither overflow nor vanish.
    double sumOfSquares(List<? extends Storage> xs);
}
