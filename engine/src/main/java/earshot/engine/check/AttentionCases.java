package earshot.engine.check;

import earshot.engine.Shape;
import earshot.engine.Tape;
import earshot.engine.Tensor;
import earshot.engine.check.GradCheck.Input;
import earshot.engine.ops.Attention;
import earshot.engine.ops.Heads;
import earshot.kernels.attention.AttentionDropout;
import java.util.ArrayList;
import java.util.List;

/// Cases of attention in every arrangement of heads, with and without bias, padding and dropout.
final class AttentionCases {

    private AttentionCases() {
    }

    static List<OpProof> all() {
        // With scores of a million the last digit of a float is a factor of the result.
        return List.of(OpProof.of("scaled_dot_product_attention", Attention.class, AttentionCases::attention)
                .without(Edge.LARGE));
    }

    private static OpCase attention(Draws d) {
        int batch = d.of(1, 2, 3);
        int headCount = d.of(1, 2, 3);
        int t = d.of(1, 2, 3, 7, 17);
        int width = batch * headCount * t > 50 ? d.of(1, 2, 3) : d.of(1, 2, 3, 7, 8, 9);
        Heads heads = d.of(List.of(new Heads.Apart(), new Heads.SideBySide(headCount), new Heads.Packed(headCount)));
        int s = heads instanceof Heads.Packed ? t : d.of(1, 2, 5, 16, 17);
        boolean bias = d.flag();
        Shape sharing = Shape.of(d.of(1, batch), d.of(1, headCount), t, s);
        boolean padded = d.flag();
        AttentionDropout dropout = d.flag() ? new AttentionDropout(0.5, 11, 12) : AttentionDropout.NONE;
        long seed = d.seed();

        List<Input> inputs = new ArrayList<>();
        for (Shape shape : shapes(heads, batch, headCount, t, s, width)) {
            inputs.add(Operands.any(shape, seed + inputs.size()));
        }
        if (bias) {
            inputs.add(Operands.any(sharing, seed + 3));
        }
        Shape keys = Shape.of(batch, s);
        double[] padding = Operands.bits(keys, seed + 4);
        return new OpCase("attention, " + heads + (padded ? " with padding" : "") + (dropout.p() > 0 ? " with dropout" : ""),
                x -> {
                    Tensor mask = padded ? Tensor.of(x.getFirst().backend(), keys, padding) : null;
                    return Tape.apply(new Attention(heads, 0.6, mask, dropout), x.toArray(Tensor[]::new));
                }, inputs, seed);
    }

    private static List<Shape> shapes(Heads heads, int batch, int headCount, int t, int s, int width) {
        return switch (heads) {
            case Heads.Apart() -> {
                Shape keys = Shape.of(batch, headCount, s, width);
                yield List.of(Shape.of(batch, headCount, t, width), keys, keys);
            }
            case Heads.SideBySide _ -> {
                Shape keys = Shape.of(batch, s, headCount * width);
                yield List.of(Shape.of(batch, t, headCount * width), keys, keys);
            }
            case Heads.Packed _ -> List.of(Shape.of(batch, t, 3 * headCount * width));
        };
    }
}
