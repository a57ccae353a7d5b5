package earshot.kernels.pool;

/// Which pixels of one axis an average takes, for every position of the output: {@code [first(i), end(i))}, never empty, and the
/// number that their sum is divided by.
public sealed interface Spans {

    /// Pixels of the image.
    int size();

    /// Positions of the output.
    int count();

    /// The first pixel.
    int first(int i);

    /// One more than the last pixel.
    int end(int i);

    /// What the sum is divided by.
    int divisor(int i);

    /// A window of {@code k} pixels every {@code stride}, over an image with {@code pad} zeros before and behind.
    ///
    /// @param countPad whether these zeros count as pixels (PyTorch's {@code count_include_pad})
    record Sliding(int size, int k, int stride, int pad, boolean countPad) implements Spans {

        @Override
        public int count() {
            return (size + 2 * pad - k) / stride + 1;
        }

        @Override
        public int first(int i) {
            return Math.max(0, i * stride - pad);
        }

        @Override
        public int end(int i) {
            return Math.min(size, i * stride - pad + k);
        }

        @Override
        public int divisor(int i) {
            return countPad ? k : end(i) - first(i);
        }
    }

    /// The image cut into {@code count} nearly equal pieces, which overlap by a pixel where the sizes do not divide: pixels
    /// {@code floor(i · size / count)} to {@code ceil((i + 1) · size / count)}, as PyTorch's adaptive pooling has it. There may be more
    /// pieces than pixels.
    record Adaptive(int size, int count) implements Spans {

        public Adaptive {
            if (size < 1 || count < 1) {
                throw new IllegalArgumentException("pool: an adaptive pooling needs at least 1 pixel and 1 position, got " + size
                        + " pixels and " + count + " positions");
            }
        }

        @Override
        public int first(int i) {
            return (int) ((long) i * size / count);
        }

        @Override
        public int end(int i) {
            return (int) (((i + 1L) * size + count - 1) / count);
        }

        @Override
        public int divisor(int i) {
            return end(i) - first(i);
        }
    }
}
