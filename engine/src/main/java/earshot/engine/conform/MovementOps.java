package earshot.engine.conform;

import static java.util.Map.entry;

import earshot.engine.Layout;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.ops.Pad;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/// What moves elements and computes nothing.
final class MovementOps {
    static final Map<String, Function<OpCase, Tensor>> TABLE = Map.ofEntries(
            entry("concat", MovementOps::concat),
            entry("slice", MovementOps::slice),
            entry("permute", MovementOps::permute),
            entry("pad", MovementOps::pad),
            entry("gather", MovementOps::gather),
            entry("embedding", c -> c.param("weight", Layout.PLAIN).embedding(c.index("index"))));

    private MovementOps() {
    }

    private static Tensor concat(OpCase c) {
        Tensor[] all = c.inputs().stream().map(c::in).toArray(Tensor[]::new);
        return all[0].concat(c.integer("dim", 0), Arrays.copyOfRange(all, 1, all.length));
    }

    /// Positions may count from the end or reach beyond it, as Python's do.
    private static Tensor slice(OpCase c) {
        Tensor x = c.in("x");
        Shape shape = x.shape();
        int[] start = new int[shape.rank()];
        int[] end = shape.sizes();
        int[] step = new int[shape.rank()];
        for (int k = 0; k < step.length; k++) {
            start[k] = position(c.attribute("start").path(k), 0, shape.size(k));
            end[k] = Math.max(start[k], position(c.attribute("end").path(k), shape.size(k), shape.size(k)));
            step[k] = c.attribute("step").path(k).asInt(1);
        }
        return x.slice(start, end, step);
    }

    private static int position(JsonNode at, int otherwise, int size) {
        long k = at.asLong(otherwise);
        return (int) Math.clamp(k < 0 ? k + size : k, 0L, size);
    }

    private static Tensor permute(OpCase c) {
        Tensor x = c.in("x");
        return x.permute(Arrays.stream(c.ints("dims")).map(axis -> x.shape().axis("permute", axis)).toArray());
    }

    private static Tensor pad(OpCase c) {
        JsonNode pads = c.attribute("pads");
        int[] before = pads.valueStream().mapToInt(p -> p.get(0).intValue()).toArray();
        int[] after = pads.valueStream().mapToInt(p -> p.get(1).intValue()).toArray();
        Pad.Mode mode = Pad.Mode.valueOf(c.text("mode", "constant").toUpperCase(Locale.ROOT));
        return c.in("x").pad(mode, before, after, c.number("value", 0));
    }

    /// An index may be smaller than the values along the other axes.
    private static Tensor gather(OpCase c) {
        Tensor x = c.in("x");
        Tensor index = c.index("index");
        int axis = x.shape().axis("gather", c.integer("dim", 0));
        int[] end = index.shape().with(axis, x.shape().size(axis)).sizes();
        if (!Arrays.equals(end, x.shape().sizes())) {
            int[] ones = IntStream.range(0, end.length).map(_ -> 1).toArray();
            x = x.slice(new int[end.length], end, ones);
        }
        return x.gather(axis, index);
    }
}
