package earshot.experiments.tokens;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.check.GoldenFile;
import earshot.engine.files.StateDict;
import earshot.engine.files.TensorData;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import earshot.kernels.random.PhiloxGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// [Quantizer] beside that of Microsoft's tokenizer, and its updates beside sums written out by hand.
class QuantizerTest {
    private static final Path GOLDEN = Path.of(System.getProperty("earshot.root"), "src/golden/tokens/quantizer.safetensors");
    private static final Backend REFERENCE = Backends.create("reference", 1);

    @Test
    void takesTheCodesThatMicrosoftsTokenizerTakes() throws IOException {
        GoldenFile.Case golden = GoldenFile.read(GOLDEN).get("tokenizer");
        for (String device : new String[]{"reference", "cpu"}) {
            Backend backend = Backends.create(device, 2);
            Quantizer quantizer = new Quantizer(backend, 64, 16, 0.99);
            Map<String, TensorData> state = new LinkedHashMap<>();
            state.put("cluster_size", golden.get("buffer/quantize.cluster_size"));
            state.put("embedding.weight", golden.get("param/quantize.embedding.weight"));
            StateDict.load(quantizer, state);
            try (var _ = Scope.open()) {
                TensorData input = golden.get("out/quantize_input");
                Tensor z = Quantizer.directions(Tensor.of(backend, input.shape(), input.floats()));
                int[] ids = Arrays.stream(golden.get("out/ids").longs()).mapToInt(Math::toIntExact).toArray();
                assertArrayEquals(ids, quantizer.tokens(z), device);
                quantizer.follow(z.floats(), ids);
                assertArrayEquals(golden.get("out/cluster_size_after").floats(),
                        StateDict.of(quantizer).get("cluster_size").floats(), 1e-6f, device);
            }
            quantizer.release();
        }
    }

    private static float[] directions(int count, int width, long seed) {
        RandomGenerator random = new PhiloxGenerator(seed, 0);
        float[] z = new float[count * width];
        for (int i = 0; i < count; i++) {
            double squares = 0;
            for (int j = 0; j < width; j++) {
                z[i * width + j] = (float) random.nextGaussian();
                squares += z[i * width + j] * z[i * width + j];
            }
            for (int j = 0; j < width; j++) {
                z[i * width + j] /= (float) Math.sqrt(squares);
            }
        }
        return z;
    }

    @Test
    void codesMoveTowardsTheMeanDirectionOfWhatTookThem() {
        Quantizer quantizer = new Quantizer(REFERENCE, 3, 2, 0.75);
        quantizer.start(new Codebook(2, new float[]{2, 0, 0, 1, -3, 0}), 4);
        // Two take the first, one the second, none the third.
        quantizer.follow(new float[]{0.6f, 0.8f, 1, 0, 0, -1}, new int[]{0, 0, 1});
        double[] mean = unit(1.6, 0.8);
        double[] first = unit(0.75 + 0.25 * mean[0], 0.25 * mean[1]);
        double[] second = unit(0, 0.75 - 0.25);
        double[] codes = StateDict.of(quantizer).get("embedding.weight").doubles();
        assertArrayEquals(new double[]{first[0], first[1], second[0], second[1], -1, 0}, codes, 1e-7);
        assertArrayEquals(new double[]{0.75 * 4 + 0.25 * 2, 0.75 * 4 + 0.25, 0.75 * 4},
                StateDict.of(quantizer).get("cluster_size").doubles(), 1e-12);
        quantizer.release();
    }

    private static double[] unit(double x, double y) {
        return new double[]{x / Math.hypot(x, y), y / Math.hypot(x, y)};
    }

    /// Repeated on the same vectors, the codes come to rest where k-means of directions does: each in the mean direction of its own.
    @Test
    void comesToRestAtMeanDirections() {
        float[] z = directions(60, 4, 1);
        Quantizer quantizer = new Quantizer(REFERENCE, 5, 4, 0.5);
        quantizer.start(new Codebook(4, directions(5, 4, 2)), 12);
        int[] tokens = {};
        for (int i = 0; i < 200; i++) {
            tokens = tokens(quantizer, z);
            quantizer.follow(z, tokens);
        }
        double[] codes = StateDict.of(quantizer).get("embedding.weight").doubles();
        for (int c = 0; c < 5; c++) {
            double[] sum = new double[4];
            for (int i = 0; i < tokens.length; i++) {
                for (int j = 0; j < 4; j++) {
                    sum[j] += tokens[i] == c ? z[i * 4 + j] : 0;
                }
            }
            double length = Math.sqrt(Arrays.stream(sum).map(v -> v * v).sum());
            for (int j = 0; j < 4 && length > 0; j++) {
                assertEquals(sum[j] / length, codes[c * 4 + j], 1e-6);
            }
        }
        quantizer.release();
    }

    private static int[] tokens(Quantizer quantizer, float[] z) {
        try (var _ = Scope.open()) {
            return quantizer.tokens(Tensor.of(REFERENCE, Shape.of(z.length / 4, 4), z));
        }
    }

    @Test
    void codesThatNothingTakesGetAnotherPlace() {
        float[] z = directions(40, 4, 1);
        Quantizer quantizer = new Quantizer(REFERENCE, 8, 4, 0.5);
        float[] starts = new float[32];
        for (int c = 0; c < 8; c++) {
            // All in one place: the first takes every vector, until it has moved on.
            starts[c * 4] = 1;
        }
        quantizer.start(new Codebook(4, starts), 5);
        int replaced = 0;
        for (int step = 0; step < 40; step++) {
            quantizer.follow(z, tokens(quantizer, z));
            replaced += quantizer.replaceUnused(z, 0.1, new PhiloxGenerator(0, step));
        }
        assertEquals(8, CodeUse.of(tokens(quantizer, z), 8).used());
        assertEquals(0, quantizer.replaceUnused(z, 0, new PhiloxGenerator(0, 0)), "a share of 0 replaces nothing");
        assertTrue(replaced > 0);
        quantizer.release();
    }

    /// Forward, the code; backward, as if nothing had been replaced.
    @Test
    void gradientsPassStraightThrough() {
        Quantizer quantizer = new Quantizer(REFERENCE, 5, 4, 0.5);
        quantizer.start(new Codebook(4, directions(5, 4, 2)), 1);
        try (var _ = Scope.open()) {
            Tensor z = Tensor.of(REFERENCE, Shape.of(3, 2, 4), directions(6, 4, 3)).requireGradient();
            Tensor y = quantizer.apply(z);
            assertArrayEquals(quantizer.codes(quantizer.tokens(z), z.shape()).doubles(), y.doubles(), 1e-12);
            double[] cotangent = new PhiloxGenerator(5, 0).doubles(24).toArray();
            y.backward(Tensor.of(REFERENCE, Shape.of(3, 2, 4), cotangent));
            assertArrayEquals(cotangent, z.gradient().doubles());
        }
        quantizer.release();
    }

    @Test
    void wrongSizesAreRefused() {
        assertEquals(
                "quantizer: expected at least 1 code of at least 1 value and a decay of at least 0 and below 1, got 4 codes of 2"
                        + " values and 1.0",
                assertThrows(IllegalArgumentException.class, () -> new Quantizer(REFERENCE, 4, 2, 1)).getMessage());
    }
}
