package earshot.engine.nn;

import earshot.engine.Tape;
import earshot.engine.Tensor;

/// Sets elements to 0 at random while training: see [earshot.engine.ops.Dropout]. For inference it is the identity.
public final class Dropout extends Module {
    private final NoiseSource noise;
    private final double p;

    /// @param noise where the masks come from
    /// @param p probability that an element becomes 0, in {@code [0, 1]}
    /// @throws IllegalArgumentException if it is no probability
    public Dropout(NoiseSource noise, double p) {
        this.noise = noise;
        this.p = p;
        new earshot.engine.ops.Dropout(p, 0, 0); // refuses a wrong p when the network is built, not when it first trains
    }

    /// Whether it is the identity at present.
    boolean idle() {
        return !training() || p == 0;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return idle() ? x : Tape.apply(new earshot.engine.ops.Dropout(p, noise.seed(), noise.nextStream()), x);
    }
}
