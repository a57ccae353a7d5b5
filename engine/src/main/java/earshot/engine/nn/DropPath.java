package earshot.engine.nn;

import earshot.engine.Tape;
import earshot.engine.Tensor;

/// Leaves out the branch of a residual block for single samples while training: see [earshot.engine.ops.DropPath]. For inference it is
/// the identity.
public final class DropPath extends Module {
    private final NoiseSource noise;
    private final double p;

    /// @param noise where the masks come from
    /// @param p probability that a sample becomes 0, in {@code [0, 1]}
    /// @throws IllegalArgumentException if it is no probability
    public DropPath(NoiseSource noise, double p) {
        this.noise = noise;
        this.p = p;
        new earshot.engine.ops.DropPath(p, 0, 0); // refuses a wrong p when the network is built, not when it first trains
    }

    @Override
    protected Tensor forward(Tensor x) {
        return training() && p > 0 ? Tape.apply(new earshot.engine.ops.DropPath(p, noise.seed(), noise.nextStream()), x) : x;
    }
}
