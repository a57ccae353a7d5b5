package earshot.audio.spectrum;

/// What stands before the first and after the last sample where frames are centred.
public enum Padding {
    /// The signal mirrored at its first and last sample, which are not repeated (`reflect` in NumPy); over and over if it is short.
    REFLECT,
    /// Silence.
    ZERO;

    /// The value at `index`, which lies outside of `samples`.
    float outside(float[] samples, long index) {
        return switch (this) {
            case ZERO -> 0;
            case REFLECT -> {
                int period = Math.max(1, 2 * (samples.length - 1));
                int folded = Math.floorMod(index, period);
                yield samples[Math.min(folded, period - folded) % samples.length];
            }
        };
    }
}
