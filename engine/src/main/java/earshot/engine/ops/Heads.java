package earshot.engine.ops;

import earshot.engine.Shape;
import earshot.kernels.attention.HeadRows;
import java.util.List;

/// How the heads of queries, keys, values and results of an [Attention] lie in their tensors.
public sealed interface Heads {

    /// Three tensors, heads apart: queries and results {@code [B, H, T, D]}, keys and values {@code [B, H, S, D]}. PyTorch's
    /// {@code scaled_dot_product_attention} has it so.
    record Apart() implements Heads {
    }

    /// Three tensors, heads side by side in the channels, as linear maps give them: queries and results {@code [B, T, H · D]}, keys and
    /// values {@code [B, S, H · D]}.
    ///
    /// @param count H
    record SideBySide(int count) implements Heads {
    }

    /// One tensor with queries, keys and values side by side in the channels, as one linear map gives them:
    /// {@code [B, T, 3 · H · D]}. Results are {@code [B, T, H · D]}.
    ///
    /// @param count H
    record Packed(int count) implements Heads {
    }

    /// Batch entries, heads, queries, keys, and elements of each.
    record Sizes(int batch, int heads, int t, int s, int d) {
    }

    /// Number of tensors that hold queries, keys and values.
    default int tensors() {
        return this instanceof Packed ? 1 : 3;
    }

    /// Reads the shapes of queries, keys and values.
    ///
    /// @throws IllegalArgumentException naming {@code operation} if they do not fit
    default Sizes sizes(String operation, List<Shape> operands) {
        Shape q = operands.getFirst();
        int rank = this instanceof Apart ? 4 : 3;
        int count = switch (this) {
            case Apart() -> q.rank() == rank ? q.size(1) : 1;
            case SideBySide(int heads) -> heads;
            case Packed(int heads) -> heads;
        };
        int width = this instanceof Packed ? 3 * count : this instanceof SideBySide ? count : 1;
        if (q.rank() != rank || count < 1 || q.size(-1) == 0 || q.size(-1) % width != 0) {
            throw new IllegalArgumentException(operation + ": expected " + expected() + ", got " + q
                    + "; reshape it, or choose a number of heads that divides its channels");
        }
        Shape k = tensors() == 1 ? q : operands.get(1);
        if (tensors() == 3 && (!k.equals(q.with(-2, k.rank() < 2 ? -1 : k.size(-2))) || !operands.get(2).equals(k))) {
            throw new IllegalArgumentException(operation + ": keys " + k + " and values " + operands.get(2)
                    + " do not fit queries " + q + ": they must have one shape, which may differ from the queries' in the last"
                    + " axis but one alone");
        }
        if (k.size(-2) == 0) {
            throw new IllegalArgumentException(operation + ": there is no key in " + k + "; give at least one");
        }
        return new Sizes(q.size(0), count, q.size(-2), k.size(-2), q.size(-1) / width);
    }

    /// The shape of the result.
    default Shape result(Sizes z) {
        return this instanceof Apart ? Shape.of(z.batch, z.heads, z.t, z.d) : Shape.of(z.batch, z.t, z.heads * z.d);
    }

    /// Where the rows of queries (part 0), keys (1) or values (2) stand.
    default HeadRows input(int part, Sizes z) {
        int rows = part == 0 ? z.t : z.s;
        return switch (this) {
            case Apart() -> HeadRows.apart(z.heads, rows, z.d);
            case SideBySide _ -> HeadRows.sideBySide(z.heads, rows, z.d);
            case Packed _ -> HeadRows.packed(part, 3, z.heads, rows, z.d);
        };
    }

    /// Where the rows of the result stand.
    default HeadRows output(Sizes z) {
        return this instanceof Apart ? HeadRows.apart(z.heads, z.t, z.d) : HeadRows.sideBySide(z.heads, z.t, z.d);
    }

    private String expected() {
        return switch (this) {
            case Apart() -> "queries [B,H,T,D]";
            case SideBySide(int heads) -> "queries [B,T,H*D] of " + heads + (heads == 1 ? " head" : " heads");
            case Packed(int heads) -> "queries, keys and values [B,T,3*H*D] of " + heads + (heads == 1 ? " head" : " heads");
        };
    }
}
