package earshot.experiments.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/// Which way up [Panels] and [Stamps] are, and what their colours say.
class PanelsTest {
    private static final int WHITE = 0xFFFFFF;

    private static BufferedImage image(byte[] png) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    private static int colour(BufferedImage image, int x, int y) {
        return image.getRGB(x, y) & 0xFFFFFF;
    }

    /// Two stamps of 2 rows and 1 column, and one below them.
    @Test
    void stampsShareAScaleAndStandUpright() throws IOException {
        BufferedImage image = image(new Stamps(2, List.of(new float[]{0, 1}, new float[]{2, 4}, new float[]{4, 0}), 2).png());
        assertEquals(4 + 2 * 7, image.getWidth());
        assertEquals(4 + 2 * 10, image.getHeight());
        assertEquals(WHITE, colour(image, 0, 0));
        assertEquals(Colours.of(0.25), colour(image, 4, 4), "the upper row of the first");
        assertEquals(Colours.of(0), colour(image, 6, 9), "its lower row");
        assertEquals(Colours.of(1), colour(image, 11, 4));
        assertEquals(Colours.of(0.5), colour(image, 13, 9));
        assertEquals(Colours.of(0), colour(image, 4, 14));
        assertEquals(WHITE, colour(image, 11, 14), "there is no fourth");
    }

    @Test
    void stampsNeedWholeRows() {
        assertThrows(IllegalArgumentException.class, () -> new Stamps(2, List.of(new float[3]), 2));
        assertThrows(IllegalArgumentException.class, () -> new Stamps(2, List.of(), 2));
    }

    /// Tokens run column after column from the bottom; values row after row.
    @Test
    void tokensAndValuesStandUpright() throws IOException {
        BufferedImage image = image(new Panels(List.of(new Panels.Values("values", new float[]{0, 1, 2, 4}, 2),
                new Panels.Tokens("tokens", new int[]{5, -1, 7, 5}, 2, new boolean[]{false, false, false, true}))).png());
        int left = 16 + 100;
        int right = 16 + 600;
        int first = 16 + 26;
        assertEquals(Colours.of(0.5), colour(image, left, first + 10), "the upper row");
        assertEquals(Colours.of(1), colour(image, right, first + 10));
        assertEquals(Colours.of(0), colour(image, left, first + 250));
        assertEquals(Colours.of(0.25), colour(image, right, first + 250));
        int second = first + 256 + 16 + 26;
        int five = colour(image, left, second + 250);
        assertEquals(five, colour(image, right, second + 10), "one token, one colour");
        assertEquals(Sheet.GRID.getRGB() & 0xFFFFFF, colour(image, left, second + 10), "no token");
        assertNotEquals(five, colour(image, right, second + 250));
        assertEquals(Sheet.INK.getRGB() & 0xFFFFFF, colour(image, 16 + 624, second + 64), "a dot");
        assertEquals(five, colour(image, 16 + 208, second + 192), "no dot");
    }
}
