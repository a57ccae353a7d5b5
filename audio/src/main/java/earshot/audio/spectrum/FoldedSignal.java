package earshot.audio.spectrum;

/// A piece of a signal laid out so that the same sample of consecutive frames stands together: sample `r + hop * row` of the piece at
/// `r * rows + row`. Loads of neighbouring frames are then plain loads of neighbouring numbers.
///
/// @param values `[hop][rows]`
/// @param hop samples from one frame to the next
/// @param rows hops in the piece
record FoldedSignal(float[] values, int hop, int rows) {

    private static final int TILE = 16;

    FoldedSignal(int hop, int rows) {
        this(new float[Math.multiplyExact(hop, rows)], hop, rows);
    }

    /// Where sample `index` of frame 0 stands; that of frame t stands t further.
    int place(int index) {
        return index % hop * rows + index / hop;
    }

    /// Takes over the piece of `samples` that begins at `start`, which may lie before the first; outside is `padding`'s.
    void fill(float[] samples, long start, Padding padding) {
        if (start >= 0 && start + (long) hop * rows <= samples.length) {
            for (int row = 0; row < rows; row += TILE) {
                for (int r = 0; r < hop; r += TILE) {
                    tile(samples, (int) start, row, Math.min(rows, row + TILE), r, Math.min(hop, r + TILE));
                }
            }
        } else {
            for (int row = 0; row < rows; row++) {
                for (int r = 0; r < hop; r++) {
                    long at = start + (long) row * hop + r;
                    boolean inside = at >= 0 && at < samples.length;
                    values[r * rows + row] = inside ? samples[(int) at] : padding.outside(samples, at);
                }
            }
        }
    }

    private void tile(float[] samples, int start, int rowFrom, int rowTo, int from, int to) {
        for (int row = rowFrom; row < rowTo; row++) {
            int at = start + row * hop;
            for (int r = from; r < to; r++) {
                values[r * rows + row] = samples[at + r];
            }
        }
    }
}
