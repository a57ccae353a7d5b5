package earshot.experiments.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/// What is drawn can be found again by its colour.
class PlotTest {
    private static final int BLUE = 0x0072B2;
    private static final int VERMILION = 0xD55E00;

    private static BufferedImage image(byte[] png) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    /// Mean height of the pixels of a colour in some columns, NaN if there are none.
    private static double height(BufferedImage image, int colour, int from, int to) {
        long sum = 0;
        int count = 0;
        for (int x = from; x < to; x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                if ((image.getRGB(x, y) & 0xFFFFFF) == colour) {
                    sum += y;
                    count++;
                }
            }
        }
        return (double) sum / count;
    }

    @Test
    void aLineRisesWhereItsNumbersDo() throws IOException {
        var rising = new Series("", new double[]{0, 1, 2}, new double[]{1, 2, 8}, 0, Series.Style.LINE);
        var falling = new Series("", new double[]{0, 1, 2}, new double[]{8, 3, 1}, 1, Series.Style.LINE);
        BufferedImage image = image(Plot.png(List.of(new Plot("t", "x", "y", null, List.of(rising, falling))), 2, 400, 300));
        assertEquals(400, image.getWidth());
        assertEquals(300, image.getHeight());
        assertTrue(height(image, BLUE, 70, 160) > height(image, BLUE, 300, 380) + 50, "up is up");
        assertTrue(height(image, VERMILION, 70, 160) < height(image, VERMILION, 300, 380) - 50, "down is down");
    }

    @Test
    void whatIsNoNumberIsLeftOut() throws IOException {
        var gap = new Series("", new double[]{0, 1, 2, 3, 4}, new double[]{1, 1, Double.NaN, 1, 1}, 0, Series.Style.LINE);
        BufferedImage image = image(Plot.png(List.of(new Plot("t", "x", "y", null, List.of(gap))), 1, 400, 300));
        assertTrue(height(image, BLUE, 64, 160) > 0);
        assertTrue(Double.isNaN(height(image, BLUE, 180, 270)), "nothing between the second and the fourth point");
    }

    @Test
    void everyNameHasOneEntryToTheRight() throws IOException {
        var dots = new Series("dog", new double[]{0, 1}, new double[]{0, 1}, 0, Series.Style.DOTS);
        var more = new Series("cat", new double[]{0.5}, new double[]{0.5}, 1, Series.Style.DOTS);
        BufferedImage image = image(Plot.png(List.of(new Plot("t", "x", "y", null, List.of(dots, more))), 1, 400, 300));
        double dog = height(image, BLUE, 330, 360);
        double cat = height(image, VERMILION, 330, 360);
        assertEquals(19, cat - dog, 1);
    }

    @Test
    void plotsStandBesideAndBelowEachOther() throws IOException {
        Plot empty = new Plot("t", "x", "y", null, List.of());
        BufferedImage image = image(Plot.png(List.of(empty, empty, empty), 2, 200, 150));
        assertEquals(400, image.getWidth());
        assertEquals(300, image.getHeight());
    }

    @Test
    void theConfusionIsDarkWhereTheClipsAre() throws IOException {
        var picture = new ConfusionPicture(List.of("dog", "cat"), new int[][]{{8, 0}, {2, 6}});
        BufferedImage image = image(picture.png());
        int left = 8 * 3 + 20;
        int dogs = image.getRGB(left + 5, 60 + 5) & 0xFFFFFF;
        int catsTakenForDogs = image.getRGB(left + 5, 60 + 46 + 5) & 0xFFFFFF;
        int dogsTakenForCats = image.getRGB(left + 46 + 5, 60 + 5) & 0xFFFFFF;
        assertEquals(0x00573F, dogs);
        assertEquals(0xFFFFFF, dogsTakenForCats);
        assertEquals(255 + (int) Math.round(0.25 * (0x8C - 255)), catsTakenForDogs >> 16);
    }

    /// The lowest band stands at the bottom, the first frame to the left.
    @Test
    void tilesShowTheirValuesTheRightWayUp() throws IOException {
        var tile = new Tiles.Tile("a", "b", new float[]{0, 0, 0, 1}, 2);
        BufferedImage image = image(new Tiles(3, List.of(tile)).png());
        assertEquals(Colours.of(1), image.getRGB(18 + 379, 46) & 0xFFFFFF);
        assertEquals(Colours.of(0), image.getRGB(18, 46) & 0xFFFFFF);
        assertEquals(Colours.of(0), image.getRGB(18 + 379, 46 + 189) & 0xFFFFFF);
        assertThrows(IllegalArgumentException.class, () -> new Tiles.Tile("a", "b", new float[3], 2));
    }
}
