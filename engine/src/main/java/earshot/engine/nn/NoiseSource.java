package earshot.engine.nn;

/// Where the layers of a network draw their masks from while it trains. Every draw has a random stream of its own: the number of the
/// step and that of the draw within it. A training run that is taken up again at some step so draws what it would have drawn.
///
/// One source serves one network, whose forward pass always draws in the same order.
public final class NoiseSource {
    /// Streams of parameters have this bit clear.
    private static final long NOISE = 1L << 63;

    private final long seed;
    private long step;
    private long draws;

    /// @param seed of all random numbers
    public NoiseSource(long seed) {
        this.seed = seed;
    }

    /// Begins a training step.
    ///
    /// @param number of the step, from 0; at most 2^31
    public void step(long number) {
        step = number;
        draws = 0;
    }

    long seed() {
        return seed;
    }

    /// A stream that no other draw has.
    long nextStream() {
        return NOISE | step << 32 | draws++;
    }
}
