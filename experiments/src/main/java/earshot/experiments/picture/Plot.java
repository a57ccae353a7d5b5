package earshot.experiments.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.Stroke;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/// Numbers over numbers: axes with round numbers, a grid, lines or dots, a legend to the right where series have names.
///
/// @param title  stands above
/// @param xName  what goes to the right
/// @param yName  what goes upwards
/// @param yRange lowest and highest y shown; null for those of the series
/// @param series what is drawn, one over the other
public record Plot(String title, String xName, String yName, Range yRange, List<Series> series) {
    private static final int LEFT = 64;
    private static final int TOP = 40;
    private static final int BOTTOM = 52;
    private static final int RIGHT = 20;
    private static final int LEGEND_LINE = 19;
    private static final Stroke LINE = new BasicStroke(1.7f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    private static final Stroke DASHES = new BasicStroke(1.4f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[]{6, 4},
            0);

    /// From a number to a larger one.
    public record Range(double low, double high) {
        public Range {
            if (!(low < high)) {
                throw new IllegalArgumentException("range: expected a low end below the high one, got " + low + " and " + high);
            }
        }

        /// All finite numbers and a little more, so that none lies on the frame.
        private static Range of(DoubleStream numbers) {
            var all = numbers.filter(Double::isFinite).summaryStatistics();
            if (all.getCount() == 0) {
                return new Range(0, 1);
            }
            double margin = all.getMax() > all.getMin() ? 0.04 * (all.getMax() - all.getMin()) : 0.5;
            return new Range(all.getMin() - margin, all.getMax() + margin);
        }

        private double part(double value) {
            return (value - low) / (high - low);
        }
    }

    public Plot {
        series = List.copyOf(series);
    }

    /// Plots beside and below each other, as a PNG file's bytes.
    ///
    /// @param columns how many stand beside each other
    /// @param width   of one in pixels
    /// @param height  of one in pixels
    public static byte[] png(List<Plot> plots, int columns, int width, int height) throws IOException {
        int rows = Math.ceilDiv(plots.size(), columns);
        return Sheet.png(Math.min(columns, plots.size()) * width, rows * height, (_, g) -> {
            for (int i = 0; i < plots.size(); i++) {
                plots.get(i).draw(g, new Rectangle(i % columns * width, i / columns * height, width, height));
            }
        });
    }

    private void draw(Graphics2D g, Rectangle place) {
        g.setFont(Sheet.TEXT);
        Map<String, Series> legend = legend();
        int names = legend.keySet().stream().mapToInt(name -> Sheet.width(g, name)).max().orElse(-34) + 34;
        var field = new Rectangle(place.x + LEFT, place.y + TOP, place.width - LEFT - RIGHT - names, place.height - TOP - BOTTOM);
        g.setColor(Sheet.INK);
        g.setFont(Sheet.HEADING);
        g.drawString(title, field.x, place.y + 26);
        g.setFont(Sheet.TEXT);
        Range xs = range(Series::x);
        Range ys = yRange == null ? range(Series::y) : yRange;
        axes(g, field, xs, ys);
        Graphics2D inside = (Graphics2D) g.create();
        inside.clip(field);
        series.forEach(one -> draw(inside, field, xs, ys, one));
        inside.dispose();
        legend(g, legend, field.x + field.width + 14, field.y + 8);
    }

    private Range range(Function<Series, double[]> side) {
        return Range.of(series.stream().flatMapToDouble(one -> DoubleStream.of(side.apply(one))));
    }

    private Map<String, Series> legend() {
        var legend = new LinkedHashMap<String, Series>();
        series.stream().filter(one -> !one.name().isEmpty()).forEach(one -> legend.putIfAbsent(one.name(), one));
        return legend;
    }

    private void axes(Graphics2D g, Rectangle field, Range xs, Range ys) {
        int bottom = field.y + field.height;
        for (double y : Ticks.linear(ys.low, ys.high, Math.max(3, field.height / 45))) {
            int at = (int) Math.round(bottom - ys.part(y) * field.height);
            g.setColor(Sheet.GRID);
            g.drawLine(field.x, at, field.x + field.width, at);
            g.setColor(Sheet.INK);
            Sheet.right(g, Ticks.label(y), field.x - 7, at);
        }
        for (double x : Ticks.linear(xs.low, xs.high, Math.max(3, field.width / 70))) {
            int at = (int) Math.round(field.x + xs.part(x) * field.width);
            g.setColor(Sheet.GRID);
            g.drawLine(at, field.y, at, bottom);
            g.setColor(Sheet.INK);
            Sheet.centred(g, Ticks.label(x), at, bottom + 18);
        }
        g.setColor(Sheet.INK);
        g.draw(field);
        Sheet.centred(g, xName, field.x + field.width / 2, bottom + 40);
        Sheet.upwards(g, yName, field.x - 46, field.y + field.height / 2);
    }

    private static void draw(Graphics2D g, Rectangle field, Range xs, Range ys, Series one) {
        var path = new Path2D.Double();
        boolean begun = false;
        g.setColor(one.paint());
        for (int i = 0; i < one.x().length; i++) {
            double x = field.x + xs.part(one.x()[i]) * field.width;
            double y = field.y + field.height - ys.part(one.y()[i]) * field.height;
            if (!Double.isFinite(y)) {
                begun = false;
            } else if (one.style() == Series.Style.DOTS || one.x().length == 1) {
                dot(g, x, y);
            } else if (begun) {
                path.lineTo(x, y);
            } else {
                path.moveTo(x, y);
                begun = true;
            }
        }
        g.setStroke(one.style() == Series.Style.DASHES ? DASHES : LINE);
        g.draw(path);
        g.setStroke(new BasicStroke(1));
    }

    private static void dot(Graphics2D g, double x, double y) {
        var circle = new Ellipse2D.Double(x - 4, y - 4, 8, 8);
        Color own = g.getColor();
        g.fill(circle);
        g.setColor(Color.WHITE);
        g.draw(circle);
        g.setColor(own);
    }

    private static void legend(Graphics2D g, Map<String, Series> legend, int x, int y) {
        int at = y;
        for (Map.Entry<String, Series> entry : legend.entrySet()) {
            g.setColor(entry.getValue().paint());
            if (entry.getValue().style() == Series.Style.DOTS) {
                dot(g, x + 6, at);
            } else {
                g.setStroke(entry.getValue().style() == Series.Style.DASHES ? DASHES : LINE);
                g.drawLine(x, at, x + 12, at);
                g.setStroke(new BasicStroke(1));
            }
            g.setColor(Sheet.INK);
            g.drawString(entry.getKey(), x + 20, at + 5);
            at += LEGEND_LINE;
        }
    }
}
