package earshot.experiments.picture;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/// White paper to draw on, and what all drawings have in common.
final class Sheet {
    static final Color INK = new Color(0x222222);
    static final Color GRID = new Color(0xDDDDDD);
    static final Font HEADING = new Font(Font.SANS_SERIF, Font.BOLD, 16);
    static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);

    private Sheet() {
    }

    /// Draws. Pixels may be set in the image beside what the graphics does.
    interface Painter {
        void paint(BufferedImage image, Graphics2D g);
    }

    /// What a painter drew, as a PNG file's bytes. Begins with ink and plain text.
    static byte[] png(int width, int height, Painter painter) throws IOException {
        System.setProperty("java.awt.headless", "true");
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        try {
            g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            g.setColor(Color.WHITE);
            g.fillRect(0, 0, width, height);
            g.setColor(INK);
            g.setFont(TEXT);
            painter.paint(image, g);
        } finally {
            g.dispose();
        }
        var bytes = new ByteArrayOutputStream();
        if (!ImageIO.write(image, "png", bytes)) {
            throw new IOException("this Java cannot write PNG");
        }
        return bytes.toByteArray();
    }

    /// A text's width in pixels under a font.
    static int width(Graphics2D g, String text) {
        return g.getFontMetrics().stringWidth(text);
    }

    /// Text that ends at x, its middle at y.
    static void right(Graphics2D g, String text, int x, int y) {
        g.drawString(text, x - width(g, text), y + 5);
    }

    /// Text whose middle stands at x, its baseline at y.
    static void centred(Graphics2D g, String text, int x, int y) {
        g.drawString(text, x - width(g, text) / 2, y);
    }

    /// Text that runs upwards, its middle at y.
    static void upwards(Graphics2D g, String text, int x, int y) {
        Graphics2D turned = (Graphics2D) g.create();
        turned.rotate(-Math.PI / 2, x, y);
        centred(turned, text, x, y);
        turned.dispose();
    }

    /// The end of a text, as much as fits.
    static String fitting(FontMetrics metrics, String text, int width) {
        String shown = text;
        while (metrics.stringWidth(shown) > width && shown.length() > 1) {
            shown = "…" + shown.substring(2);
        }
        return shown;
    }
}
