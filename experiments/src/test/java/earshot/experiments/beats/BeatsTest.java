package earshot.experiments.beats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.engine.Gradients;
import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.check.GradCheck;
import earshot.engine.files.StateDict;
import earshot.engine.files.TensorData;
import earshot.engine.nn.NoiseSource;
import earshot.engine.nn.ParameterSource;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What golden numbers do not show of [Beats]: gradients by differences, what is random while training, recomputation, how it begins.
class BeatsTest {
    private final Backend reference = Backends.create("reference", 1);

    private static Beats network(Backend backend, BeatsConfig config, NoiseSource noise) {
        return new Beats(new ParameterSource(backend, 3), noise, config);
    }

    /// Of all kinds of networks, with padding and without.
    @Property(tries = 5, edgeCases = EdgeCasesMode.NONE)
    void gradientsAreThoseOfCentralDifferences(@ForAll boolean normFirst, @ForAll boolean relative, @ForAll boolean gated,
            @ForAll @IntRange(min = 1, max = 3) int heads, @ForAll @IntRange(min = 3, max = 6) int taps,
            @ForAll @IntRange(min = 32, max = 50) int frames, @ForAll @IntRange(max = 50) int sound) {
        BeatsConfig config = new BeatsConfig(new BeatsConfig.Patches(16, heads == 2 ? 6 : 4, normFirst),
                new BeatsConfig.Layers(2, 6, 8, heads, BeatsActivation.GELU, normFirst, !normFirst, 1),
                new BeatsConfig.Positions(taps, 3, relative, 8, 7, gated), BeatsConfig.Drops.NONE, 3);
        Beats network = network(reference, config, new NoiseSource(1));
        // Away from where it begins: norms and gates that are 1 would hide what is wrong with others.
        Random random = new Random(2);
        network.parameters().values().forEach(p -> p.value()
                .write(Arrays.stream(p.value().doubles()).map(v -> v + 0.2 * random.nextGaussian()).toArray()));
        Padding padding = sound > frames ? null : Padding.behind(frames, frames, sound);
        GradCheck.assertGradients(network, x -> network.logits(x.getFirst(), padding),
                GradCheck.Input.of(Shape.of(2, frames, 128),
                        new Random(4).doubles(2L * frames * 128, -1, 1).toArray()));
        network.release();
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "cpu"})
    void recomputationChangesNoBit(String device) {
        Map<String, double[]> kept = gradients(Backends.create(device, 2), false);
        Map<String, double[]> recomputed = gradients(Backends.create(device, 2), true);
        assertEquals(kept.keySet(), recomputed.keySet());
        kept.forEach((name, dw) -> assertArrayEquals(dw, recomputed.get(name), name));
    }

    /// Of two steps with everything dropped that can be; in the second, one layer is dropped as a whole.
    private static Map<String, double[]> gradients(Backend backend, boolean recompute) {
        NoiseSource noise = new NoiseSource(11);
        Beats network = network(backend, TinyBeats.config(false, true, TinyBeats.DROPS, 0.7), noise);
        network.recompute(recompute);
        for (int step = 0; step < 2; step++) {
            noise.step(step);
            try (var _ = Scope.open()) {
                network.logits(TinyBeats.frames(backend, 50), null).mean().backward();
            }
        }
        Map<String, double[]> all = new LinkedHashMap<>();
        network.parameters().forEach((name, p) -> all.put(name, p.gradient().doubles()));
        network.release();
        assertEquals(0, backend.memory().bytesInUse());
        return all;
    }

    @Test
    void dropsWhatTheSeedAndTheStepSay() {
        double[] still = logits(BeatsConfig.Drops.NONE, 1);
        for (BeatsConfig.Drops one : List.of(new BeatsConfig.Drops(0.5, 0, 0, 0, 0, 0), new BeatsConfig.Drops(0, 0.5, 0, 0, 0, 0),
                new BeatsConfig.Drops(0, 0, 0.5, 0, 0, 0), new BeatsConfig.Drops(0, 0, 0, 0.5, 0, 0),
                new BeatsConfig.Drops(0, 0, 0, 0, 1, 0), new BeatsConfig.Drops(0, 0, 0, 0, 0, 0.5))) {
            assertArrayEquals(logits(one, 1), logits(one, 1), one.toString());
            assertFalse(Arrays.equals(still, logits(one, 1)), one.toString());
        }
        assertFalse(Arrays.equals(logits(TinyBeats.DROPS, 1), logits(TinyBeats.DROPS, 2)), "two steps differ");
    }

    private double[] logits(BeatsConfig.Drops drops, int step) {
        NoiseSource noise = new NoiseSource(5);
        Beats network = network(reference, TinyBeats.deep(drops), noise);
        noise.step(step);
        try (var _ = Scope.open()) {
            double[] logits = network.logits(TinyBeats.frames(reference, 50), null).doubles();
            network.eval();
            double[] quiet = network.logits(TinyBeats.frames(reference, 50), null).doubles();
            assertArrayEquals(quiet, network.logits(TinyBeats.frames(reference, 50), null).doubles(),
                    "nothing is dropped in inference");
            return logits;
        } finally {
            network.release();
        }
    }

    @Test
    void layersThatAreDroppedLearnNothing() {
        Beats network = network(reference, TinyBeats.deep(new BeatsConfig.Drops(0, 0, 0, 0, 1, 0)), new NoiseSource(5));
        try (var _ = Scope.open()) {
            network.logits(TinyBeats.frames(reference, 50), null).mean().backward();
        }
        assertNull(network.parameters().get("encoder.layers.1.fc1.weight").gradient());
        assertTrue(network.parameters().get("patch_embedding.weight").gradient() != null);
        network.release();
    }

    @Test
    void whatIsPaddingHasNoSay() {
        Beats network = network(reference, TinyBeats.deep(BeatsConfig.Drops.NONE), new NoiseSource(5));
        network.eval();
        Padding padding = Padding.behind(64, 64, 32);
        try (var _ = Scope.open(); var _ = Gradients.off()) {
            double[] values = TinyBeats.frames(reference, 64).doubles();
            double[] before = network.logits(Tensor.of(reference, Shape.of(2, 64, 128), values), padding).doubles();
            for (int i = (64 + 32) * 128; i < values.length; i++) {
                values[i] = 9;
            }
            double[] after = network.logits(Tensor.of(reference, Shape.of(2, 64, 128), values), padding).doubles();
            assertArrayEquals(before, after, 1e-12);
            double[] unmasked = network.logits(Tensor.of(reference, Shape.of(2, 64, 128), values), null).doubles();
            assertTrue(Math.abs(unmasked[4] - after[4]) > 1e-6, "padding makes no difference at all");
        }
        network.release();
    }

    @Test
    void beginsAsThePublishedOnesDid() {
        BeatsConfig tiny = TinyBeats.deep(BeatsConfig.Drops.NONE);
        BeatsConfig.Layers wide = new BeatsConfig.Layers(2, 96, 192, 4, BeatsActivation.GELU, false, true, 1);
        Beats network = network(reference, new BeatsConfig(tiny.patches(), wide, tiny.positions(), tiny.drops(), 0),
                new NoiseSource(5));
        Map<String, TensorData> state = StateDict.of(network);
        double beta = Math.pow(16, -0.25);
        assertEquals(Math.sqrt(2.0 / 192), deviation(state.get("encoder.layers.1.self_attn.q_proj.weight")), 2e-3);
        assertEquals(beta * Math.sqrt(2.0 / 192), deviation(state.get("encoder.layers.1.self_attn.out_proj.weight")), 2e-3);
        assertEquals(beta * Math.sqrt(2.0 / 288), deviation(state.get("encoder.layers.1.fc2.weight")), 2e-3);
        assertEquals(0.02, deviation(state.get("encoder.layers.1.self_attn.grep_linear.weight")), 3e-3);
        assertEquals(1, state.get("encoder.layers.0.self_attn.grep_a").doubles()[2]);
        assertEquals(Shape.of(8, 4), state.get("encoder.layers.0.self_attn.relative_attention_bias.weight").shape());
        assertFalse(state.containsKey("encoder.layers.1.self_attn.relative_attention_bias.weight"));
        network.release();
    }

    private static double deviation(TensorData t) {
        return Math.sqrt(Arrays.stream(t.doubles()).map(v -> v * v).average().orElseThrow());
    }

    @Test
    void whatCannotBeIsRefused() {
        Beats network = network(reference, TinyBeats.deep(BeatsConfig.Drops.NONE).headless(), new NoiseSource(5));
        try (var _ = Scope.open()) {
            Tensor frames = TinyBeats.frames(reference, 50);
            assertEquals("beats: this network has no predictor; take a checkpoint that was fine-tuned on AudioSet",
                    assertThrows(IllegalArgumentException.class, () -> network.logits(frames, null)).getMessage());
            Tensor few = TinyBeats.frames(reference, 15);
            assertEquals(
                    "beats: expected filter banks [B, frames, 128] of at least 16 frames, got [2,15,128]; give longer recordings, or fill"
                            + " them up with silence",
                    assertThrows(IllegalArgumentException.class, () -> network.features(few, null)).getMessage());
        }
        network.release();
        assertEquals("beats: encoder_attention_heads: expected a divisor of the width 12, got 5",
                assertThrows(IllegalArgumentException.class,
                        () -> new BeatsConfig.Layers(3, 12, 20, 5, BeatsActivation.GELU, false, true, 1)).getMessage());
    }
}
