package earshot.experiments.picture;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;

/// Pictures of one clip below each other: what was heard, and what was said of each part of it.
///
/// @param panels from above
public record Panels(List<Panel> panels) {
    private static final int WIDTH = 832;
    private static final int HEIGHT = 256;
    private static final int WORDS = 26;
    private static final int GAP = 16;
    /// No two tokens near each other in number have like hues.
    private static final double GOLDEN = 0.6180339887;

    public Panels {
        panels = List.copyOf(panels);
    }

    /// One picture.
    public sealed interface Panel {

        /// The line above it.
        String title();
    }

    /// Values in colours.
    ///
    /// @param values row-major `[rows][columns]`, the lowest row at the bottom
    /// @param rows   its height
    public record Values(String title, float[] values, int rows) implements Panel {
    }

    /// A colour for each token.
    ///
    /// @param tokens column after column, each from the bottom; less than 0 for none
    /// @param rows   its height
    /// @param marked which have a dot
    public record Tokens(String title, int[] tokens, int rows, boolean[] marked) implements Panel {
    }

    /// All of them as a PNG file's bytes.
    public byte[] png() throws IOException {
        return Sheet.png(WIDTH + 2 * GAP, panels.size() * (WORDS + HEIGHT + GAP) + GAP, (image, g) -> {
            for (int i = 0; i < panels.size(); i++) {
                int y = GAP + i * (WORDS + HEIGHT + GAP);
                g.setColor(Sheet.INK);
                g.drawString(Sheet.fitting(g.getFontMetrics(), panels.get(i).title(), WIDTH), GAP, y + 16);
                switch (panels.get(i)) {
                    case Values values -> draw(image, values, y + WORDS);
                    case Tokens tokens -> draw(g, tokens, y + WORDS);
                }
            }
        });
    }

    private static void draw(BufferedImage image, Values panel, int top) {
        Scale scale = Scale.of(List.of(panel.values));
        int columns = panel.values.length / panel.rows;
        for (int y = 0; y < HEIGHT; y++) {
            int from = (HEIGHT - 1 - y) * panel.rows / HEIGHT * columns;
            for (int x = 0; x < WIDTH; x++) {
                image.setRGB(GAP + x, top + y, Colours.of(scale.part(panel.values[from + x * columns / WIDTH])));
            }
        }
    }

    private static void draw(Graphics2D g, Tokens panel, int top) {
        int columns = panel.tokens.length / panel.rows;
        for (int i = 0; i < panel.tokens.length; i++) {
            int left = i / panel.rows * WIDTH / columns;
            int right = (i / panel.rows + 1) * WIDTH / columns;
            int bottom = HEIGHT - i % panel.rows * HEIGHT / panel.rows;
            int above = HEIGHT - (i % panel.rows + 1) * HEIGHT / panel.rows;
            g.setColor(colour(panel.tokens[i]));
            g.fillRect(GAP + left, top + above, right - left, bottom - above);
            if (panel.marked[i]) {
                g.setColor(Sheet.INK);
                g.fillOval(GAP + (left + right) / 2 - 4, top + (above + bottom) / 2 - 4, 9, 9);
            }
        }
    }

    private static Color colour(int token) {
        return token < 0 ? Sheet.GRID : Color.getHSBColor((float) (token * GOLDEN % 1), 0.35f + token % 3 * 0.2f, 0.95f);
    }
}
