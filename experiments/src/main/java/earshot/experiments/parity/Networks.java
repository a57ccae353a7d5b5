package earshot.experiments.parity;

import earshot.engine.Gradients;
import earshot.engine.Layout;
import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.files.TensorData;
import earshot.engine.nn.NoiseSource;
import earshot.experiments.ExperimentException;
import earshot.experiments.beats.Beats;
import earshot.experiments.beats.BeatsCheckpoint;
import earshot.experiments.beats.BeatsSound;
import earshot.experiments.beats.BeatsStage;
import earshot.experiments.beats.Padding;
import earshot.experiments.models.EfficientNet;
import earshot.experiments.weights.EfficientNetWeights;
import earshot.kernels.Backend;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Networks that can be compared with another program, layer by layer.
public enum Networks {
    /// Microsoft's BEATs, from `wave` (16 kHz, [B, samples]) and perhaps `padding_mask`, or from normalised filter banks `fbank`.
    BEATS("beats"),
    /// EfficientNet-B0 of torchvision's or timm's, from `x` [N, C, H, W].
    EFFICIENTNET_B0("efficientnet-b0");

    private final String text;

    Networks(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }

    /// Runs the network on the reference's input and compares every layer that it has.
    ///
    /// @param tolerance of the largest difference of a layer, as a part of its largest value
    /// @throws ExperimentException if weights or reference are not those of this network
    /// @throws IOException         if a file cannot be read
    public List<Parity.Row> compare(Path weights, Reference reference, double tolerance, Backend backend) throws IOException {
        return switch (this) {
            case BEATS -> beats(weights, reference, tolerance, backend);
            case EFFICIENTNET_B0 -> efficientNet(weights, reference, tolerance, backend);
        };
    }

    private static List<Parity.Row> beats(Path weights, Reference reference, double tolerance, Backend backend)
            throws IOException {
        Parity parity = new Parity(reference, tolerance, BeatsStage::of);
        try (BeatsCheckpoint checkpoint = BeatsCheckpoint.open(weights)) {
            checkpoint.refuseTokenizer();
            Beats network = checkpoint.beats(backend, new NoiseSource(0), checkpoint.config());
            network.watch(parity::compare);
            try (var _ = Scope.open(); var _ = Gradients.off()) {
                Tensor frames = reference.has("fbank") && !reference.has("wave")
                        ? tensor(backend, reference.input("fbank"))
                        : BeatsSound.batch(backend, BeatsSound.STANDARD.bank(), rows(reference.input("wave"))).frames();
                parity.compare("fbank", frames);
                Padding padding = reference.has("padding_mask") ? padding(reference.input("padding_mask"), frames) : null;
                Tensor features = network.features(frames, padding);
                if (checkpoint.config().classes() > 0) {
                    parity.compare("probs",
                            network.logitsOf(features, padding == null ? null : network.ofTokens(padding)).sigmoid());
                }
            }
            network.release();
        }
        return parity.rows();
    }

    private static List<Parity.Row> efficientNet(Path weights, Reference reference, double tolerance, Backend backend)
            throws IOException {
        Parity parity = new Parity(reference, tolerance, part -> part.isEmpty() ? "logits" : part);
        EfficientNet network = new EfficientNet(backend, new NoiseSource(0), EfficientNetWeights.config(weights), 0);
        try {
            EfficientNetWeights.loadAll(weights, network);
            network.eval();
            network.watch(parity::compare);
            try (var _ = Scope.open(); var _ = Gradients.off()) {
                TensorData x = reference.input("x");
                network.apply(
                        Tensor.of(backend, Layout.IMAGE.fromTorch(x.shape()), Layout.IMAGE.fromTorch(x.doubles(), x.shape())));
            }
        } finally {
            network.release();
        }
        return parity.rows();
    }

    private static Tensor tensor(Backend backend, TensorData data) {
        return Tensor.of(backend, data.shape(), data.doubles());
    }

    private static List<float[]> rows(TensorData waves) {
        Shape shape = waves.shape().rank() == 1 ? Shape.of(1, waves.shape().size(0)) : waves.shape();
        if (shape.rank() != 2) {
            throw new ExperimentException("reference: wave is " + shape + ", expected [B, samples] at 16 kHz; reshape it");
        }
        float[] all = waves.floats();
        List<float[]> rows = new ArrayList<>();
        for (int at = 0; at < all.length; at += shape.size(1)) {
            rows.add(Arrays.copyOfRange(all, at, at + shape.size(1)));
        }
        return rows;
    }

    /// The padding of frames that a mask of samples gives.
    private static Padding padding(TensorData mask, Tensor frames) {
        return Padding.of(mask).pieces(frames.shape().size(1));
    }
}
