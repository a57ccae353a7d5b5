package earshot.engine.nn;

import earshot.engine.Gradients;
import earshot.engine.Tape;
import earshot.engine.Tensor;
import earshot.engine.ops.Recompute;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// Runs layers whose activations are not kept for the backward pass but computed again there: see [Recompute]. Everything comes out to the
/// bit as it would without, since what is dropped at random is drawn again as it was.
///
/// Not for batch norms in training: they would count every batch twice.
public final class Recomputation {

    private Recomputation() {
    }

    /// The result of a part of a network.
    ///
    /// @param noise what the part draws from; may be null if it draws nothing
    /// @param f the part: its result has the shape of its first operand; what else it needs a gradient for are its parameters
    /// @param x operands
    public static Tensor of(NoiseSource noise, Function<List<Tensor>, Tensor> f, Tensor... x) {
        if (!Gradients.recording()) {
            return f.apply(List.of(x));
        }
        Tensor[] operands = x.clone();
        if (Arrays.stream(x).noneMatch(Tensor::requiresGradient)) {
            // The backward pass comes by only where a gradient goes; the parameters inside may want theirs.
            operands[0] = x[0].requireGradient();
        }
        return Tape.apply(new Recompute(noise == null ? f : drawingFrom(noise, noise.place(), f)), operands);
    }

    private static Function<List<Tensor>, Tensor> drawingFrom(NoiseSource noise, NoiseSource.Place place,
            Function<List<Tensor>, Tensor> f) {
        return x -> noise.from(place, () -> f.apply(x));
    }
}
