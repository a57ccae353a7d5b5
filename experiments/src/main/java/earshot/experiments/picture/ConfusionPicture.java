package earshot.experiments.picture;

import java.awt.Color;
import java.awt.Graphics2D;
import java.io.IOException;
import java.util.List;

/// Which classes were taken for which: a row for each true class, a column for each that was said, darker for more of the row's clips.
///
/// @param classes names
/// @param counts  `[true][said]`
public record ConfusionPicture(List<String> classes, int[][] counts) {
    private static final int TOP = 60;
    private static final int MARGIN = 16;
    private static final int NARROW = 18;
    private static final int WIDE = 46;
    private static final Color RIGHT = new Color(0x00573F);
    private static final Color WRONG = new Color(0x8C2D04);

    /// The picture as a PNG file's bytes.
    public byte[] png() throws IOException {
        int cell = Math.clamp(900 / classes.size(), NARROW, WIDE);
        int names = 8 * classes.stream().mapToInt(String::length).max().orElse(0) + 20;
        int size = cell * classes.size();
        return Sheet.png(names + size + MARGIN + 80, TOP + size + names + MARGIN, (_, g) -> draw(g, names, cell));
    }

    private void draw(Graphics2D g, int left, int cell) {
        g.setFont(Sheet.HEADING);
        g.drawString("true class to the left, what was said below, clips", MARGIN, 28);
        g.setFont(Sheet.TEXT);
        int size = cell * classes.size();
        g.drawString("recall %", left + size + 10, TOP - 8);
        for (int truth = 0; truth < classes.size(); truth++) {
            int y = TOP + truth * cell;
            int all = 0;
            for (int count : counts[truth]) {
                all += count;
            }
            g.setColor(Sheet.INK);
            Sheet.right(g, classes.get(truth), left - 8, y + cell / 2);
            if (all > 0) {
                g.drawString(Ticks.label(Math.round(1000.0 * counts[truth][truth] / all) / 10.0), left + size + 10,
                        y + cell / 2 + 5);
            }
            for (int said = 0; said < classes.size(); said++) {
                cell(g, left + said * cell, y, cell, counts[truth][said], all, said == truth);
            }
            Graphics2D turned = (Graphics2D) g.create();
            turned.setColor(Sheet.INK);
            turned.rotate(-Math.PI / 2, left + truth * cell + cell / 2.0 + 5, TOP + size + 8);
            Sheet.right(turned, classes.get(truth), left + truth * cell + cell / 2 + 5, TOP + size + 8 - 5);
            turned.dispose();
        }
        g.setColor(Sheet.INK);
        g.drawRect(left, TOP, size, size);
    }

    private static void cell(Graphics2D g, int x, int y, int size, int count, int all, boolean right) {
        double part = all == 0 ? 0 : (double) count / all;
        Color full = right ? RIGHT : WRONG;
        g.setColor(new Color(shade(full.getRed(), part), shade(full.getGreen(), part), shade(full.getBlue(), part)));
        g.fillRect(x, y, size, size);
        g.setColor(Sheet.GRID);
        g.drawRect(x, y, size, size);
        if (count > 0) {
            g.setColor(part > 0.5 ? Color.WHITE : Sheet.INK);
            Sheet.centred(g, Integer.toString(count), x + size / 2, y + size / 2 + 5);
        }
    }

    /// White for 0, the colour's own value for 1.
    private static int shade(int value, double part) {
        return (int) Math.round(255 + part * (value - 255));
    }
}
