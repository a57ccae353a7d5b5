package earshot.audio.spectrum;

/// A piece of a signal laid out so that the same sample of consecutive frames stands together: sample `r + hop * row` of the piece at
/// `first + r * rows + row`. Loads of neighbouring frames are then plain loads of neighbouring numbers, doubles already, as every sample is
/// taken up several times.
///
/// @param values `[hop][rows]` from `first` on
/// @param hop samples from one frame to the next
/// @param rows hops in the piece
record FoldedSignal(double[] values, int first, int hop, int rows) {

    private static final int TOGETHER = 8;
    /// Samples of every row that are taken over before those that follow: what is written stays in the first-level cache meanwhile.
    private static final int NEAR = 64;

    /// Where sample `index` of frame 0 stands; that of frame t stands t further.
    static int place(int index, int first, int hop, int rows) {
        return first + index % hop * rows + index / hop;
    }

    /// Takes over the piece of `samples` that begins at `start`, which may lie before the first; outside is `padding`'s.
    void fill(float[] samples, long start, Padding padding) {
        if (start >= 0 && start + (long) hop * rows <= samples.length) {
            for (int from = 0; from < hop; from += NEAR) {
                int to = Math.min(hop, from + NEAR);
                int row = 0;
                for (; row + TOGETHER <= rows; row += TOGETHER) {
                    together(samples, (int) start + row * hop, row, from, to);
                }
                for (; row < rows; row++) {
                    for (int r = from; r < to; r++) {
                        values[first + r * rows + row] = samples[(int) start + row * hop + r];
                    }
                }
            }
        } else {
            for (int row = 0; row < rows; row++) {
                for (int r = 0; r < hop; r++) {
                    long at = start + (long) row * hop + r;
                    boolean inside = at >= 0 && at < samples.length;
                    values[first + r * rows + row] = inside ? samples[(int) at] : padding.outside(samples, at);
                }
            }
        }
    }

    /// Eight rows at once, so that what is written next to each other stands next to each other; one row at a time would be several times
    /// as slow.
    private void together(float[] samples, int at, int row, int from, int end) {
        for (int r = from, to = first + from * rows + row; r < end; r++, to += rows) {
            values[to] = samples[at + r];
            values[to + 1] = samples[at + hop + r];
            values[to + 2] = samples[at + 2 * hop + r];
            values[to + 3] = samples[at + 3 * hop + r];
            values[to + 4] = samples[at + 4 * hop + r];
            values[to + 5] = samples[at + 5 * hop + r];
            values[to + 6] = samples[at + 6 * hop + r];
            values[to + 7] = samples[at + 7 * hop + r];
        }
    }
}
