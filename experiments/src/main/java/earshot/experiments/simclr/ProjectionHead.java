package earshot.experiments.simclr;

import earshot.engine.Tensor;
import earshot.engine.nn.BatchNorm1d;
import earshot.engine.nn.Linear;
import earshot.engine.nn.Module;
import earshot.engine.nn.ParameterSource;

/// What stands between an encoder's features and the contrastive loss, and is thrown away afterwards (Chen et al., *A simple framework
/// for contrastive learning*, 2020): linear, batch norm, ReLU, linear; 512-512-128 behind a ResNet-34. The loss wants an embedding that
/// forgets all that views differ in; with a head between, the features need not.
///
/// The batch norm stands where the authors' own code has it. The names are those of a PyTorch `Sequential`, in which the ReLU is
/// number 2.
final class ProjectionHead extends Module {
    private final Linear first;
    private final BatchNorm1d norm;
    private final Linear second;

    /// @param in  features of an encoder
    /// @param out length of an embedding
    ProjectionHead(ParameterSource source, int in, int out) {
        first = part("0", new Linear(source, in, in));
        norm = part("1", new BatchNorm1d(source, in));
        second = part("3", new Linear(source, in, out));
    }

    @Override
    protected Tensor forward(Tensor x) {
        return second.apply(norm.apply(first.apply(x)).relu());
    }
}
