package earshot.experiments.picture;

/// Colours for numbers: black over purple and orange to a pale yellow, evenly growing lighter, so that the picture reads in grey too. Nine
/// points of Matplotlib's `magma` (S. van der Walt and N. Smith, CC0), straight lines between them.
final class Colours {
    private static final int[] POINTS = {0x000004, 0x1D1147, 0x51127C, 0x832681, 0xB73779, 0xE75263, 0xFC8961, 0xFEC488,
            0xFCFDBF};

    private Colours() {
    }

    /// The colour of a number from 0 to 1, as 0xRRGGBB.
    static int of(double value) {
        double at = Math.clamp(value, 0, 1) * (POINTS.length - 1);
        int low = Math.min((int) at, POINTS.length - 2);
        double part = at - low;
        int colour = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int a = POINTS[low] >> shift & 0xFF;
            int b = POINTS[low + 1] >> shift & 0xFF;
            colour |= (int) Math.round(a + part * (b - a)) << shift;
        }
        return colour;
    }
}
