package earshot.experiments.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.nn.ParameterSource;
import earshot.engine.optim.AdamW;
import earshot.experiments.tokens.Codebook;
import earshot.experiments.tokens.Quantizer;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import earshot.kernels.random.PhiloxGenerator;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// [LearnedTokenizer] on pictures whose patches are of a few kinds, each with features of its own that a teacher is to have.
class LearnedTokenizerTest {
    private static final int CLIPS = 6;
    private static final int PATCHES = 8;
    private static final int KINDS = 4;
    private static final int TEACHER = 5;

    private final Backend backend = Backends.create("cpu", 1);
    private final float[] pictures = new float[CLIPS * 8 * 16];
    private final float[] features = new float[CLIPS * PATCHES * TEACHER];
    private final int[] kinds = new PhiloxGenerator(1, 0).ints(CLIPS * PATCHES, 0, KINDS).toArray();

    LearnedTokenizerTest() {
        RandomGenerator random = new PhiloxGenerator(2, 0);
        double[][] looks = random.doubles(KINDS, -1, 1).mapToObj(v -> random.doubles(16, -1, 1).toArray())
                .toArray(double[][]::new);
        double[][] meanings = random.doubles(KINDS, -1, 1).mapToObj(v -> random.doubles(TEACHER, -1, 1).toArray())
                .toArray(double[][]::new);
        for (int i = 0; i < kinds.length; i++) {
            int patch = i % PATCHES;
            for (int p = 0; p < 16; p++) {
                int mel = patch % 2 * 4 + p / 4;
                int frame = patch / 2 * 4 + p % 4;
                pictures[i / PATCHES * 128 + mel * 16 + frame] = (float) (looks[kinds[i]][p] + 0.1 * random.nextGaussian());
            }
            for (int j = 0; j < TEACHER; j++) {
                features[i * TEACHER + j] = (float) meanings[kinds[i]][j];
            }
        }
    }

    /// Learns to tell the teacher's features, and does so by tokens that stand for the kinds.
    @Test
    void tokensComeToTellTheFeatures() {
        Quantizer quantizer = new Quantizer(backend, 8, 4, 0.9);
        LearnedTokenizer tokenizer = new LearnedTokenizer(new ParameterSource(backend, 0), quantizer,
                new PatchTransformer.Config(4, 1, 16, 2, 0), 1, TEACHER);
        RandomGenerator random = new PhiloxGenerator(3, 0);
        quantizer.start(new Codebook(4, toFloats(random.doubles(32, -1, 1).toArray())), CLIPS * PATCHES / 8.0);
        AdamW optimizer = new AdamW(tokenizer.parameters(), 8e-3, 0);
        double first = 0;
        LearnedTokenizer.Pass pass = null;
        for (int step = 0; step < 100; step++) {
            try (var _ = Scope.open()) {
                pass = tokenizer.learn(x(), Tensor.of(backend, Shape.of(CLIPS, PATCHES, TEACHER), features));
                assertEquals(CLIPS * PATCHES, pass.tokens().length);
                pass.loss().backward();
            }
            optimizer.step();
            optimizer.clearGradients();
            quantizer.follow(pass.z(), pass.tokens());
            quantizer.replaceUnused(pass.z(), 0.1, random);
            first = step == 0 ? pass.cosine() : first;
        }
        assertTrue(first < 0.5, "cosine at first " + first);
        assertTrue(pass.cosine() > 0.85, "cosine at last " + pass.cosine());
        int[][] counts = new int[8][KINDS];
        for (int i = 0; i < kinds.length; i++) {
            counts[pass.tokens()[i]][kinds[i]]++;
        }
        int own = Arrays.stream(counts).mapToInt(token -> Arrays.stream(token).max().orElseThrow()).sum();
        assertTrue(own >= 0.9 * kinds.length, "patches of the kind that their token stands for: " + own);
        optimizer.release();
        tokenizer.release();
    }

    private static float[] toFloats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private Tensor x() {
        return Tensor.of(backend, Shape.of(CLIPS, 8, 16, 1), pictures);
    }
}
