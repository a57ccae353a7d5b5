package earshot.experiments.beats;

import earshot.engine.Gradients;
import earshot.engine.Layout;
import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.nn.Initializer;
import earshot.engine.nn.Linear;
import earshot.engine.nn.NoiseSource;
import earshot.engine.nn.ParameterSource;
import earshot.engine.nn.State;
import java.util.Arrays;

/// BEATs' tokenizer: to every token of a recording the number of the nearest of some learned codes, which a network can be trained to guess
/// where it does not see the token. Names are those of the published checkpoints.
public final class BeatsTokenizer extends BeatsBackbone {
    /// What remains of the old counts of how often codes were used.
    private static final double DECAY = 0.99;
    private static final double SMALLEST_NORM = 1e-12;

    private final int codes;
    private final Linear inner;
    private final Linear outer;
    private final Tensor book;
    private final Tensor usage;

    /// @param source of the initial weights
    /// @param codes  how many there are
    /// @param width  of a code
    public BeatsTokenizer(ParameterSource source, NoiseSource noise, BeatsConfig config, int codes, int width) {
        super(source, noise, config.headless());
        this.codes = codes;
        inner = part("quantize_layer.0", new Linear(source, config.layers().width(), config.layers().width()));
        outer = part("quantize_layer.2", new Linear(source, config.layers().width(), width));
        book = gathered("quantize.embedding.weight", new State.Running(matrix(source, codes, width))).tensor();
        gathered("quantize.embedding.cluster_size", new State.Running(source.running(codes, 0)));
        gathered("quantize.embedding.embed_avg", new State.Running(matrix(source, codes, width)));
        gathered("quantize.embedding.initted", new State.Running(source.running(1, 0)));
        usage = gathered("quantize.cluster_size", new State.Running(source.running(codes, 0))).tensor();
    }

    /// Codes are gathered while a tokenizer is trained, not learned by gradients.
    private static Tensor matrix(ParameterSource source, int rows, int width) {
        return source.parameter(Shape.of(rows, width), Layout.PLAIN, new Initializer.Normal(1)).value().detach();
    }

    /// What a tokenizer says of a batch.
    ///
    /// @param features what was compared with the codes, `[tokens][width]` of all clips, one after the other, row-major
    /// @param ids      number of the nearest code of every token
    /// @param margins  by how much the square of the distance to the next nearest is larger
    public record Tokens(float[] features, int[] ids, double[] margins) {
    }

    /// The codes of all tokens. How often codes were used lately is noted in the state, as it is there; nothing depends on it.
    ///
    /// @param frames  filter banks `[B, frames, 128]`
    /// @param padding of frames, may be null
    public Tokens encode(Tensor frames, Padding padding) {
        try (Scope _ = Scope.open(); var _ = Gradients.off()) {
            Tensor x = outer.apply(inner.apply(features(frames, padding)).tanh());
            Tensor rows = x.reshape(-1, book.shape().size(1)).l2Normalize(1, SMALLEST_NORM);
            Tokens tokens = nearest(x.floats(), rows.doubles(), rows.linear(book, null).doubles());
            note(tokens.ids);
            return tokens;
        }
    }

    /// The codes of all tokens of a recording, of all pieces where it is cut (see [ClipFrames]).
    ///
    /// @param samples at 16 kHz, see [BeatsSound#samples]
    public int[] ids(float[] samples, BeatsSound sound) {
        try (var _ = Scope.open()) {
            return new ClipFrames(sound.bank(), config().patches().size(), book.backend()).of(samples).stream()
                    .flatMapToInt(piece -> Arrays.stream(encode(piece, null).ids())).toArray();
        }
    }

    /// @param rows     of length 1
    /// @param products of each row with each code
    private Tokens nearest(float[] features, double[] rows, double[] products) {
        double[] lengths = squares(book.doubles(), codes);
        int tokens = products.length / codes;
        double[] own = squares(rows, tokens);
        int[] ids = new int[tokens];
        double[] margins = new double[tokens];
        for (int token = 0; token < tokens; token++) {
            double best = Double.POSITIVE_INFINITY;
            double second = Double.POSITIVE_INFINITY;
            for (int code = 0; code < codes; code++) {
                double distance = own[token] + lengths[code] - 2 * products[token * codes + code];
                if (distance < best) {
                    second = best;
                    best = distance;
                    ids[token] = code;
                } else if (distance < second) {
                    second = distance;
                }
            }
            margins[token] = second - best;
        }
        return new Tokens(features, ids, margins);
    }

    private static double[] squares(double[] rows, int count) {
        int width = rows.length / count;
        double[] squares = new double[count];
        for (int i = 0; i < rows.length; i++) {
            squares[i / width] += rows[i] * rows[i];
        }
        return squares;
    }

    private void note(int[] ids) {
        double[] counts = usage.doubles();
        Arrays.setAll(counts, code -> DECAY * counts[code]);
        for (int id : ids) {
            counts[id] += 1 - DECAY;
        }
        usage.write(counts);
    }
}
