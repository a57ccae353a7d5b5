package earshot.experiments.picture;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;

/// Small pictures of clips beside and below each other, each with two lines of words above it.
///
/// @param columns how many stand beside each other
/// @param tiles   row after row
public record Tiles(int columns, List<Tile> tiles) {
    private static final int WIDTH = 380;
    private static final int HEIGHT = 190;
    private static final int WORDS = 46;
    private static final int GAP = 18;

    /// One picture.
    ///
    /// @param title  the first line
    /// @param words  the second line
    /// @param values row-major `[rows][columns]`, the lowest row at the bottom
    /// @param rows   its height
    public record Tile(String title, String words, float[] values, int rows) {
        public Tile {
            if (rows < 1 || values.length < rows || values.length % rows != 0) {
                throw new IllegalArgumentException(
                        "tile: expected rows of one length, got " + values.length + " values in " + rows
                                + " rows");
            }
        }
    }

    public Tiles {
        tiles = List.copyOf(tiles);
    }

    /// All of them as a PNG file's bytes.
    public byte[] png() throws IOException {
        int across = Math.min(columns, tiles.size());
        int down = Math.ceilDiv(tiles.size(), columns);
        return Sheet.png(GAP + across * (WIDTH + GAP), down * (WORDS + HEIGHT + GAP) + GAP / 2, (image, g) -> {
            for (int i = 0; i < tiles.size(); i++) {
                draw(image, g, tiles.get(i), GAP + i % columns * (WIDTH + GAP), i / columns * (WORDS + HEIGHT + GAP));
            }
        });
    }

    private static void draw(BufferedImage image, Graphics2D g, Tile tile, int x, int y) {
        g.setFont(Sheet.HEADING);
        g.drawString(Sheet.fitting(g.getFontMetrics(), tile.title, WIDTH), x, y + 20);
        g.setFont(Sheet.TEXT);
        g.drawString(Sheet.fitting(g.getFontMetrics(), tile.words, WIDTH), x, y + 39);
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (float value : tile.values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        int columns = tile.values.length / tile.rows;
        for (int row = 0; row < HEIGHT; row++) {
            int from = (HEIGHT - 1 - row) * tile.rows / HEIGHT * columns;
            for (int column = 0; column < WIDTH; column++) {
                float value = tile.values[from + column * columns / WIDTH];
                image.setRGB(x + column, y + WORDS + row, Colours.of(high > low ? (value - low) / (high - low) : 0));
            }
        }
    }
}
