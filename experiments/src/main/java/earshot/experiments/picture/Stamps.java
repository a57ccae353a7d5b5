package earshot.experiments.picture;

import java.io.IOException;
import java.util.List;

/// Many small pictures of one size beside and below each other, without words, all on one scale of colours.
///
/// @param columns how many stand beside each other
/// @param stamps  values of each, row-major, the lowest row at the bottom
/// @param height  rows of each
public record Stamps(int columns, List<float[]> stamps, int height) {
    private static final int PIXEL = 3;
    private static final int GAP = 4;

    public Stamps {
        stamps = List.copyOf(stamps);
        if (columns < 1 || stamps.isEmpty() || height < 1 || stamps.getFirst().length % height != 0) {
            throw new IllegalArgumentException(
                    "stamps: expected at least one, of whole rows, got " + stamps.size() + " of height "
                            + height + " in " + columns + " columns");
        }
    }

    /// All of them as a PNG file's bytes.
    public byte[] png() throws IOException {
        int width = stamps.getFirst().length / height;
        Scale scale = Scale.of(stamps);
        int stepX = width * PIXEL + GAP;
        int stepY = height * PIXEL + GAP;
        return Sheet.png(GAP + Math.min(columns, stamps.size()) * stepX, GAP + Math.ceilDiv(stamps.size(), columns) * stepY,
                (image, _) -> {
                    for (int i = 0; i < stamps.size(); i++) {
                        int x = GAP + i % columns * stepX;
                        int y = GAP + i / columns * stepY;
                        for (int p = 0; p < width * height * PIXEL * PIXEL; p++) {
                            int column = p % (width * PIXEL);
                            int row = p / (width * PIXEL);
                            float value = stamps.get(i)[(height - 1 - row / PIXEL) * width + column / PIXEL];
                            image.setRGB(x + column, y + row, Colours.of(scale.part(value)));
                        }
                    }
                });
    }
}
