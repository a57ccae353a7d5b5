package earshot.experiments.picture;

import java.awt.Color;

/// Points of a [Plot] that belong together.
///
/// @param name   in the legend; series of one name have one entry there
/// @param x      as many as y
/// @param y      NaN where there is no point
/// @param colour which of the [#colour] palette
/// @param style  how they are drawn
public record Series(String name, double[] x, double[] y, int colour, Style style) {

    /// How points are drawn.
    public enum Style {
        LINE, DASHES, DOTS
    }

    /// Colours that people who see red and green alike can tell apart (Okabe and Ito, *Colour universal design*, 2008).
    private static final int[] PALETTE = {0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9, 0x7F3C8D, 0x8C6D31,
            0x000000,
            0xA5AA99};

    public Series {
        if (x.length != y.length) {
            throw new IllegalArgumentException("series: expected as many x as y, got " + x.length + " and " + y.length);
        }
    }

    /// The palette's colours, then hues of a second and third lightness.
    Color paint() {
        if (colour < PALETTE.length) {
            return new Color(PALETTE[colour]);
        }
        // Steps of the golden section never come near to where they were.
        int beyond = colour - PALETTE.length;
        return Color.getHSBColor((float) (beyond * 0.618034 % 1), beyond % 2 == 0 ? 0.85f : 0.5f, beyond % 3 == 0 ? 0.6f : 0.85f);
    }
}
