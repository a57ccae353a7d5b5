package earshot.experiments.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;

/// Draws a recording: its waveform above, its spectrogram below, seconds to the right, hertz upwards, colours in decibels.
///
/// @param title       stands above
/// @param mono        the recording, at least one sample
/// @param rate        its frames per second
/// @param spectrogram what is below
public record SpectrogramPicture(String title, float[] mono, int rate, Spectrogram spectrogram) {
    private static final int WIDTH = 1200;
    private static final int HEIGHT = 660;
    private static final Rectangle WAVE = new Rectangle(80, 50, 980, 130);
    private static final Rectangle FIELD = new Rectangle(80, 200, 980, 400);
    private static final Rectangle BAR = new Rectangle(1080, 200, 20, 400);
    private static final double RANGE = 80;
    private static final Color LINE = new Color(0x51127C);

    /// The picture as a PNG file's bytes.
    public byte[] png() throws IOException {
        return Sheet.png(WIDTH, HEIGHT, this::draw);
    }

    private double seconds() {
        return (double) mono.length / rate;
    }

    private void draw(BufferedImage image, Graphics2D g) {
        g.setFont(Sheet.HEADING);
        g.drawString(Sheet.fitting(g.getFontMetrics(), title, WIDTH - 2 * WAVE.x), WAVE.x, 32);
        g.setFont(Sheet.TEXT);
        wave(g);
        float loudest = spectrogram.loudest(0, spectrogram.rows(), 0, spectrogram.columns());
        field(image, g, loudest);
        bar(image, g, loudest);
        seconds(g);
    }

    private void wave(Graphics2D g) {
        float peak = 0;
        for (float x : mono) {
            peak = Math.max(peak, Math.abs(x));
        }
        double scale = (WAVE.height / 2.0 - 4) / (peak > 0 ? peak : 1);
        double middle = WAVE.y + WAVE.height / 2.0;
        for (double level : Ticks.linear(-peak, peak, 4)) {
            int y = (int) Math.round(middle - level * scale);
            g.setColor(Sheet.GRID);
            g.drawLine(WAVE.x, y, WAVE.x + WAVE.width, y);
            g.setColor(Sheet.INK);
            Sheet.right(g, Ticks.label(level), WAVE.x - 8, y);
        }
        g.setColor(LINE);
        for (int x = 0; x < WAVE.width; x++) {
            int from = (int) ((long) x * mono.length / WAVE.width);
            int to = Math.max(from + 1, (int) ((long) (x + 1) * mono.length / WAVE.width));
            float least = mono[from];
            float most = mono[from];
            for (int i = from; i < to; i++) {
                least = Math.min(least, mono[i]);
                most = Math.max(most, mono[i]);
            }
            g.drawLine(WAVE.x + x, (int) Math.round(middle - most * scale), WAVE.x + x, (int) Math.round(middle - least * scale));
        }
        g.setColor(Sheet.INK);
        g.draw(WAVE);
        Sheet.upwards(g, "amplitude", 22, WAVE.y + WAVE.height / 2);
    }

    private void field(BufferedImage image, Graphics2D g, float loudest) {
        double pixelSeconds = seconds() / FIELD.width;
        double rowPixels = (double) spectrogram.rows() / FIELD.height;
        for (int x = 0; x < FIELD.width; x++) {
            double from = (x * pixelSeconds - spectrogram.start()) / spectrogram.step();
            double to = ((x + 1) * pixelSeconds - spectrogram.start()) / spectrogram.step();
            for (int y = 0; y < FIELD.height; y++) {
                // Rows are bins or bands: the middle of row r stands at r + 0.5.
                double row = (FIELD.height - 1 - y) * rowPixels - 0.5;
                float value = spectrogram.loudest(row, Math.max(row, row + rowPixels - 1), from, Math.max(from, to - 1));
                image.setRGB(FIELD.x + x, FIELD.y + y, Colours.of(1 + (value - loudest) / RANGE));
            }
        }
        g.setColor(Sheet.INK);
        g.draw(FIELD);
        int last = Integer.MAX_VALUE;
        double top = spectrogram.hertz().applyAsDouble(spectrogram.rows() - 0.5);
        for (double hertz : hertzTicks(top)) {
            int y = (int) Math.round(FIELD.y + FIELD.height - (row(hertz) + 0.5) / rowPixels);
            if (y <= FIELD.y + FIELD.height + 1 && y >= FIELD.y - 1 && last - y >= 18) {
                g.drawLine(FIELD.x - 5, y, FIELD.x, y);
                Sheet.right(g, Ticks.label(hertz), FIELD.x - 8, y);
                last = y;
            }
        }
        Sheet.upwards(g, "frequency (Hz)", 22, FIELD.y + FIELD.height / 2);
    }

    private List<Double> hertzTicks(double top) {
        double middle = spectrogram.hertz().applyAsDouble(spectrogram.rows() / 2.0);
        // An axis of mels is about linear at its lower end and logarithmic above.
        return middle > 0.45 * top
                ? Ticks.linear(0, top, 12)
                : List.of(0.0, 100.0, 200.0, 500.0, 1000.0, 2000.0, 3000.0, 5000.0, 8000.0, 10000.0, 15000.0, 20000.0, 40000.0,
                        80000.0);
    }

    /// The row whose middle has a frequency, by halving.
    private double row(double hertz) {
        double low = -1;
        double high = spectrogram.rows();
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (spectrogram.hertz().applyAsDouble(middle) < hertz) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static void bar(BufferedImage image, Graphics2D g, float loudest) {
        for (int y = 0; y < BAR.height; y++) {
            for (int x = 0; x < BAR.width; x++) {
                image.setRGB(BAR.x + x, BAR.y + y, Colours.of(1 - (double) y / (BAR.height - 1)));
            }
        }
        g.setColor(Sheet.INK);
        g.draw(BAR);
        for (double decibels : Ticks.linear(loudest - RANGE, loudest, 9)) {
            int y = (int) Math.round(BAR.y + (loudest - decibels) / RANGE * BAR.height);
            g.drawLine(BAR.x + BAR.width, y, BAR.x + BAR.width + 5, y);
            g.drawString(Ticks.label(decibels), BAR.x + BAR.width + 9, y + 5);
        }
        Sheet.upwards(g, "power (dB)", WIDTH - 22, BAR.y + BAR.height / 2);
    }

    private void seconds(Graphics2D g) {
        int bottom = FIELD.y + FIELD.height;
        g.setStroke(new BasicStroke(1));
        for (double second : Ticks.linear(0, seconds(), 11)) {
            int x = (int) Math.round(FIELD.x + second / seconds() * FIELD.width);
            g.drawLine(x, bottom, x, bottom + 5);
            Sheet.centred(g, Ticks.label(second), x, bottom + 20);
        }
        Sheet.centred(g, "time (s)", FIELD.x + FIELD.width / 2, bottom + 42);
    }
}
