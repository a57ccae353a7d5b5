package earshot.experiments.tokens;

import earshot.engine.Gradients;
import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.nn.Module;
import earshot.engine.nn.State;
import earshot.kernels.Backend;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// The codebook of a learned tokenizer, as BEATs has it (van den Oord et al., "Neural discrete representation learning", 2017; Chen et al.,
/// "BEATs", 2022): codes of length 1, of which every vector, brought to length 1 itself, takes the nearest. Codes are not learned by
/// gradients; each moves towards the mean of the vectors that took it:
///
/// ```
/// n     = vectors that took the code            m = (Σ of these vectors) / n, brought to length 1
/// usage = decay · usage + (1 - decay) · n       code = decay · code + (1 - decay) · m, brought to length 1, where n > 0
/// ```
///
/// State is named as in BEATs' public checkpoints.
public final class Quantizer extends Module {
    /// Shorter vectors count as this long.
    private static final double EPS = 1e-12;

    private final int count;
    private final int width;
    private final double decay;
    private final Tensor codes;
    private final Tensor usage;

    /// All codes are 0 until they are given by [#start].
    ///
    /// @param count of codes
    /// @param width of a code
    /// @param decay what remains of a code and of its usage in a step, at least 0 and below 1
    public Quantizer(Backend backend, int count, int width, double decay) {
        if (count < 1 || width < 1 || !(decay >= 0 && decay < 1)) {
            throw new IllegalArgumentException(
                    "quantizer: expected at least 1 code of at least 1 value and a decay of at least 0 and below 1, got " + count
                            + " codes of " + width + " values and " + decay);
        }
        this.count = count;
        this.width = width;
        this.decay = decay;
        usage = gathered("cluster_size", new State.Running(Tensor.permanent(backend, Shape.of(count)))).tensor();
        codes = gathered("embedding.weight", new State.Running(Tensor.permanent(backend, Shape.of(count, width)))).tensor();
        usage.write(new double[count]);
        codes.write(new double[count * width]);
    }

    /// Values of a code.
    public int width() {
        return width;
    }

    /// Vectors of length 1 in the directions of `x`.
    public static Tensor directions(Tensor x) {
        return x.l2Normalize(-1, EPS);
    }

    /// Takes over codes.
    ///
    /// @param start   whose codes become ones of length 1
    /// @param perCode vectors of a step that each code counts as having been taken by
    public void start(Codebook start, double perCode) {
        double[] values = new double[count * width];
        Arrays.setAll(values, i -> start.values()[i]);
        for (int c = 0; c < count; c++) {
            normalize(values, c);
        }
        codes.write(values);
        double[] even = new double[count];
        Arrays.fill(even, perCode);
        usage.write(even);
    }

    /// The codes as they are.
    public Codebook codebook() {
        return new Codebook(width, codes.floats());
    }

    /// The token of every vector: the code nearest to it, the first where two are equally near.
    ///
    /// @param z `[…, width]`, of length 1 each
    public int[] tokens(Tensor z) {
        try (var _ = Scope.open(); var _ = Gradients.off()) {
            // Of |z - c|² / 2 only c · c / 2 - z · c differs between codes.
            return z.linear(codes, codes.mul(codes).sum(1).affine(-0.5, 0)).argMax().ints();
        }
    }

    /// The codes of tokens, which no gradient passes.
    ///
    /// @param shape `[…, width]`
    public Tensor codes(int[] tokens, Shape shape) {
        return codes.embedding(Tensor.ofInts(codes.backend(), Shape.of(tokens.length), tokens)).reshape(shape.sizes());
    }

    /// Replaces each vector, of length 1, by its code: see [#through].
    @Override
    protected Tensor forward(Tensor z) {
        return through(z, codes(tokens(z), z.shape()));
    }

    /// The codes in place of the vectors that took them. Going back, the gradient of a code is taken for that of the vector
    /// (straight-through: Bengio et al., "Estimating or propagating gradients through stochastic neurons", 2013), as if what was added to
    /// the vector, `code - z`, were a constant.
    public static Tensor through(Tensor z, Tensor codes) {
        return z.add(codes.sub(z.detach()));
    }

    /// Moves the codes after a step.
    ///
    /// @param z      the step's vectors, of length 1 each
    /// @param tokens which code each took
    public void follow(float[] z, int[] tokens) {
        double[] values = codes.doubles();
        double[] uses = usage.doubles();
        double[] means = new double[values.length];
        int[] taken = new int[count];
        for (int i = 0; i < tokens.length; i++) {
            taken[tokens[i]]++;
            for (int j = 0; j < width; j++) {
                means[tokens[i] * width + j] += z[i * width + j];
            }
        }
        for (int c = 0; c < count; c++) {
            uses[c] = decay * uses[c] + (1 - decay) * taken[c];
            if (taken[c] > 0) {
                normalize(means, c);
                for (int j = c * width; j < (c + 1) * width; j++) {
                    values[j] = decay * values[j] + (1 - decay) * means[j];
                }
                normalize(values, c);
            }
        }
        codes.write(values);
        usage.write(uses);
    }

    /// Puts vectors in the place of codes that hardly any vector takes, which then count as taken by as many as an average one.
    ///
    /// @param z     vectors of a step, of length 1 each
    /// @param least share of the average usage that a code needs in order to stay
    /// @return how many were replaced
    public int replaceUnused(float[] z, double least, RandomGenerator random) {
        double[] values = codes.doubles();
        double[] uses = usage.doubles();
        int vectors = z.length / width;
        double even = (double) vectors / count;
        int replaced = 0;
        for (int c = 0; c < count; c++) {
            if (uses[c] < least * even) {
                int chosen = random.nextInt(vectors);
                for (int j = 0; j < width; j++) {
                    values[c * width + j] = z[chosen * width + j];
                }
                uses[c] = even;
                replaced++;
            }
        }
        if (replaced > 0) {
            codes.write(values);
            usage.write(uses);
        }
        return replaced;
    }

    private void normalize(double[] vectors, int at) {
        double squares = 0;
        for (int j = at * width; j < (at + 1) * width; j++) {
            squares += vectors[j] * vectors[j];
        }
        double length = Math.max(EPS, Math.sqrt(squares));
        for (int j = at * width; j < (at + 1) * width; j++) {
            vectors[j] /= length;
        }
    }
}
