package earshot.engine.nn;

import earshot.kernels.random.Philox;
import java.util.function.Supplier;

/// Where the layers of a network draw their masks from while it trains. Every draw has a random stream of its own: the number of the
/// step and that of the draw within it. A training run that is taken up again at some step so draws what it would have drawn.
///
/// One source serves one network, whose forward pass always draws in the same order.
public final class NoiseSource {
    /// Streams of parameters have this bit clear.
    private static final long NOISE = 1L << 63;

    private final long seed;
    private Place at = new Place(0, 0);

    /// @param seed of all random numbers
    public NoiseSource(long seed) {
        this.seed = seed;
    }

    /// Where a source stands: the number of the step, and how often was drawn in it.
    record Place(long step, long draws) {
    }

    /// Begins a training step.
    ///
    /// @param number of the step, from 0; at most 2^31
    public void step(long number) {
        at = new Place(number, 0);
    }

    /// What all streams have in common.
    public long seed() {
        return seed;
    }

    /// A stream that no other draw has.
    public long nextStream() {
        long stream = NOISE | at.step << 32 | at.draws;
        at = new Place(at.step, at.draws + 1);
        return stream;
    }

    /// Draws whether something happens that has a probability.
    public boolean happens(double probability) {
        return Philox.uniform(Philox.block(seed, nextStream(), 0)[0]) < probability;
    }

    Place place() {
        return at;
    }

    /// Runs what draws from a place on, then goes on from where the source stood before. Where that is the very place, the draws are the
    /// first ones, and count.
    <T> T from(Place place, Supplier<T> draws) {
        Place before = at;
        at = place;
        try {
            return draws.get();
        } finally {
            if (!before.equals(place)) {
                at = before;
            }
        }
    }
}
