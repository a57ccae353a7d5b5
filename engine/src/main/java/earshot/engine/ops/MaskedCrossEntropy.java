package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/// The loss of masked prediction (Devlin et al., 2018; Chen et al., "BEATs", 2022): of the positions that were hidden from the network, how
/// surprised it was by their tokens. Other positions have no part in it. A composition of ops; its gradient is that of its parts.
///
/// ```
/// y = mean over masked positions i of -ln softmax(logits[i])[tokens[i]]
/// ```
///
/// Test: {@code MaskedCrossEntropyTest}.
public final class MaskedCrossEntropy {

    private MaskedCrossEntropy() {
    }

    /// The loss, a scalar.
    ///
    /// @param logits {@code [positions…, classes]}
    /// @param tokens class of every position, in row-major order
    /// @param masked whether a position counts, likewise
    /// @throws IllegalArgumentException if there are not as many tokens and marks as positions, no position is masked, or a masked position's
    ///     token is no class
    public static Tensor of(Tensor logits, int[] tokens, boolean[] masked) {
        Shape x = Softmax.checkRows("masked_cross_entropy", logits.shape());
        int classes = x.size(-1);
        int positions = x.count(0, x.rank() - 1);
        if (tokens.length != positions || masked.length != positions) {
            throw new IllegalArgumentException("masked_cross_entropy: logits " + x + " have " + positions + " positions, got "
                    + tokens.length + " tokens and " + masked.length + " marks; give one of each for every position");
        }
        int[] at = IntStream.range(0, positions).filter(i -> masked[i]).toArray();
        if (at.length == 0) {
            throw new IllegalArgumentException("masked_cross_entropy: no position of " + x
                    + " is masked, which leaves no mean; mask at least one");
        }
        int[] wanted = Arrays.stream(at).map(i -> tokens[i]).toArray();
        // Rows first: classes are many, and most positions are not masked.
        Tensor rows = logits.reshape(positions, classes).embedding(Tensor.ofInts(logits.backend(), Shape.of(at.length), at));
        return rows.crossEntropy(Targets.of(logits.backend(), wanted, classes, 0));
    }
}
