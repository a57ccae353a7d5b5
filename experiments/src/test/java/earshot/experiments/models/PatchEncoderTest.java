package earshot.experiments.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.engine.Gradients;
import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.check.GradCheck;
import earshot.engine.nn.Module;
import earshot.engine.nn.NoiseSource;
import earshot.engine.nn.ParameterSource;
import earshot.experiments.ExperimentException;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import earshot.kernels.random.PhiloxGenerator;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the networks of patches have in common, and their sizes.
class PatchEncoderTest {
    private static final Backend REFERENCE = Backends.create("reference", 1);
    /// Pictures of 16 mels x 38 frames: patches of 8 leave 6 frames over.
    private static final Shape PICTURES = Shape.of(2, 16, 38, 1);
    private static final int PATCHES = 2 * 4;

    static List<PatchArchitecture> small() {
        return List.of(new PatchCnnArchitecture(4, List.of(1, 1)), new PatchTransformerArchitecture(8, 2, 8, 2, 0));
    }

    private static double[] noise(int count, long seed) {
        RandomGenerator random = new PhiloxGenerator(seed, 0);
        return random.doubles(count, -1, 1).map(v -> (float) v).toArray();
    }

    private static PatchEncoder encoder(PatchArchitecture architecture) {
        return encoder(architecture, 3);
    }

    private static PatchEncoder encoder(PatchArchitecture architecture, int seed) {
        PatchEncoder encoder = architecture.encoder(new ParameterSource(REFERENCE, seed), null);
        encoder.eval();
        return encoder;
    }

    private static double[] vectors(PatchEncoder encoder, double[] x, double... masked) {
        try (var _ = Scope.open(); var _ = Gradients.off()) {
            Tensor marks = masked.length == 0 ? null : Tensor.of(REFERENCE, Shape.of(2, PATCHES), masked);
            return encoder.apply(Tensor.of(REFERENCE, PICTURES, x), marks).doubles();
        }
    }

    @ParameterizedTest
    @MethodSource("small")
    void everyPatchHasAVector(PatchArchitecture architecture) {
        assertEquals(8, architecture.patch());
        PatchEncoder encoder = encoder(architecture);
        try (var _ = Scope.open()) {
            assertEquals(Shape.of(2, PATCHES, 8),
                    encoder.apply(Tensor.full(REFERENCE, PICTURES, 0.5)).shape());
        }
        assertEquals(8, encoder.width());
        encoder.release();
    }

    /// Whatever is hidden has no say: neither in the hidden patches' own vectors nor in any other.
    @ParameterizedTest
    @MethodSource("small")
    void whatIsHiddenIsNotSeen(PatchArchitecture architecture) {
        PatchEncoder encoder = encoder(architecture);
        double[] x = noise(PICTURES.count(), 1);
        double[] other = x.clone();
        // Patch 5 of the first picture: the lower row of its third column.
        for (int mel = 8; mel < 16; mel++) {
            for (int frame = 16; frame < 24; frame++) {
                other[mel * 38 + frame] = 7;
            }
        }
        double[] masked = new double[2 * PATCHES];
        masked[5] = 1;
        assertArrayEquals(vectors(encoder, x, masked), vectors(encoder, other, masked));
        assertFalse(Arrays.equals(vectors(encoder, x), vectors(encoder, other)), "without the mask it is seen");
        masked[5] = 0;
        masked[6] = 1;
        assertFalse(Arrays.equals(vectors(encoder, x, masked), vectors(encoder, other, masked)), "another one is seen");
        encoder.release();
    }

    /// The frames behind the last whole column are in no patch.
    @ParameterizedTest
    @MethodSource("small")
    void whatFillsNoPatchIsNotSeen(PatchArchitecture architecture) {
        PatchEncoder encoder = encoder(architecture);
        double[] x = noise(PICTURES.count(), 1);
        double[] other = x.clone();
        for (int row = 0; row < 2 * 16; row++) {
            Arrays.fill(other, row * 38 + 32, row * 38 + 38, 3);
        }
        assertArrayEquals(vectors(encoder, x), vectors(encoder, other));
        encoder.release();
    }

    /// A patch has more say in its own vector than in those of others, in the mean over some networks: vectors stand in the order of the
    /// patches.
    @ParameterizedTest
    @MethodSource("small")
    void vectorsStandInTheOrderOfTokens(PatchArchitecture architecture) {
        double[][] change = new double[PATCHES][PATCHES];
        for (int seed = 0; seed < 20; seed++) {
            PatchEncoder encoder = encoder(architecture, seed);
            double[] x = noise(PICTURES.count(), seed);
            double[] before = vectors(encoder, x);
            for (int patch = 0; patch < PATCHES; patch++) {
                double[] other = x.clone();
                for (int mel = patch % 2 * 8; mel < patch % 2 * 8 + 8; mel++) {
                    for (int frame = patch / 2 * 8; frame < patch / 2 * 8 + 8; frame++) {
                        other[mel * 38 + frame] *= -1;
                    }
                }
                double[] after = vectors(encoder, other);
                for (int i = 0; i < PATCHES * 8; i++) {
                    change[patch][i / 8] += Math.pow(after[i] - before[i], 2);
                }
            }
            encoder.release();
        }
        for (int patch = 0; patch < PATCHES; patch++) {
            double most = Arrays.stream(change[patch]).max().orElseThrow();
            assertEquals(most, change[patch][patch], "patch " + patch + ": " + Arrays.toString(change[patch]));
        }
    }

    /// Gradients of masked prediction reach every parameter, those of what stands for hidden patches included. (Where a network of
    /// convolutions has zeros in the place of hidden patches, its rectifiers stand at their kinks.)
    @Test
    void gradientsAreThoseOfCentralDifferences() {
        ParameterSource source = new ParameterSource(REFERENCE, 3);
        PatchEncoder encoder = new PatchTransformerArchitecture(8, 2, 8, 2, 0).encoder(source, null);
        MaskedPredictor predictor = new MaskedPredictor(source, encoder, 5);
        int[] tokens = new PhiloxGenerator(2, 0).ints(2 * PATCHES, 0, 5).toArray();
        boolean[] masked = new boolean[2 * PATCHES];
        double[] marks = new double[masked.length];
        for (int i = 0; i < masked.length; i += 3) {
            masked[i] = true;
            marks[i] = 1;
        }
        GradCheck.assertGradients(predictor, x -> predictor.apply(x.get(0), x.get(1)).maskedCrossEntropy(tokens, masked),
                GradCheck.Input.of(PICTURES, noise(PICTURES.count(), 4)), GradCheck.Input.constant(Shape.of(2, PATCHES), marks));
        predictor.release();
    }

    @Test
    void theStandardNetworksHaveTheirSizes() {
        Backend cpu = Backends.create("cpu", 1);
        Module transformer = PatchTransformerArchitecture.STANDARD.build(cpu, new NoiseSource(0), 10, 0);
        assertTrue(transformer.parameterCount() > 4_700_000 && transformer.parameterCount() < 5_200_000,
                "about 5 million: " + transformer.parameterCount());
        Module cnn = PatchCnnArchitecture.STANDARD.build(cpu, new NoiseSource(0), 10, 0);
        assertEquals(2_780_000, cnn.parameterCount(), 50_000);
        assertEquals(16, PatchCnnArchitecture.STANDARD.patch());
        try (var _ = Scope.open(); var _ = Gradients.off()) {
            Tensor x = Tensor.full(cpu, Shape.of(1, 128, 216, 1), 0.5);
            assertEquals(Shape.of(1, 10), transformer.apply(x).shape());
            assertEquals(Shape.of(1, 10), cnn.apply(x).shape());
        }
        transformer.release();
        cnn.release();
    }

    @Test
    void sizesThatCannotBeAreRefused() {
        assertEquals("configuration: network.blocks: expected 1 to 8 stages of at least 1 block, got []",
                message(() -> new PatchCnnArchitecture(8, List.of())));
        assertEquals("configuration: network.width: expected 1 to 2048 with 3 stages, got 4096",
                message(() -> new PatchCnnArchitecture(4096, List.of(1, 1, 1))));
        assertEquals("configuration: network.width: expected a multiple of 4, got 6",
                message(() -> new PatchTransformerArchitecture(16, 1, 6, 2, 0)));
        assertEquals("configuration: network.heads: expected a divisor of the width 8, got 3",
                message(() -> new PatchTransformerArchitecture(16, 1, 8, 3, 0)));
        assertEquals("configuration: network.dropout: expected at least 0 and below 1, got 1.0",
                message(() -> new PatchTransformerArchitecture(16, 1, 8, 2, 1)));
    }

    private static String message(Runnable wrong) {
        return assertThrows(ExperimentException.class, wrong::run).getMessage();
    }
}
