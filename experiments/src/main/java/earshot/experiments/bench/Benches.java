package earshot.experiments.bench;

import earshot.engine.Tensor;
import earshot.engine.nn.Module;
import earshot.engine.nn.NoiseSource;
import earshot.engine.nn.ParameterSource;
import earshot.engine.nn.TransformerEncoder;
import earshot.engine.nn.TransformerEncoderLayer;
import earshot.experiments.beats.BeatsActivation;
import earshot.experiments.beats.BeatsClassifier;
import earshot.experiments.beats.BeatsConfig;
import earshot.experiments.beats.TokenPooling;
import earshot.experiments.models.EfficientNet;
import earshot.experiments.models.ResNet;
import earshot.kernels.Backend;
import earshot.kernels.elementwise.Activation;
import java.util.List;
import java.util.function.BiFunction;

/// Everything that can be timed, with the sizes that the goals of the project are stated for.
public enum Benches {
    /// Matrix products.
    GEMM("gemm", new Sizes(8, 0, 0), 2) {
        @Override
        List<Row> rows(Backend backend, int threads, Sizes sizes) {
            return MatrixProducts.rows(backend, sizes);
        }
    },
    /// Convolutions, one kernel at a time.
    CONV("conv", new Sizes(32, 0, 0), 1) {
        @Override
        List<Row> rows(Backend backend, int threads, Sizes sizes) {
            return Convolutions.rows(backend, sizes);
        }
    },
    /// ResNet-34, whole training steps.
    RESNET34_TRAIN("resnet34-train", new Sizes(32, 128, 216), 10) {
        @Override
        List<Row> rows(Backend backend, int threads, Sizes sizes) {
            return pictures(backend, "training step", true, sizes, 1, (b, _) -> new ResNet(b, RESNET34, 0));
        }
    },
    /// ResNet-34, inference.
    RESNET34_INFER("resnet34-infer", new Sizes(32, 128, 216), 10) {
        @Override
        List<Row> rows(Backend backend, int threads, Sizes sizes) {
            return pictures(backend, "inference", false, sizes, 1, (b, _) -> new ResNet(b, RESNET34, 0));
        }
    },
    /// EfficientNet-B0 on pictures in three channels, whole training steps.
    EFFICIENTNET_B0_TRAIN("efficientnet-b0-train", new Sizes(16, 128, 216), 10) {
        @Override
        List<Row> rows(Backend backend, int threads, Sizes sizes) {
            return pictures(backend, "training step", true, sizes, 3,
                    (b, noise) -> new EfficientNet(b, noise, EFFICIENTNET_B0, 0));
        }
    },
    /// EfficientNet-B0, inference.
    EFFICIENTNET_B0_INFER("efficientnet-b0-infer", new Sizes(16, 128, 216), 10) {
        @Override
        List<Row> rows(Backend backend, int threads, Sizes sizes) {
            return pictures(backend, "inference", false, sizes, 3, (b, noise) -> new EfficientNet(b, noise, EFFICIENTNET_B0, 0));
        }
    },
    /// A Transformer of the size of BEATs, inference.
    TRANSFORMER_INFER("transformer-infer", new Sizes(8, 0, 248), 10) {
        @Override
        List<Row> rows(Backend backend, int threads, Sizes sizes) {
            var layer = new TransformerEncoderLayer.Config(768, 12, 3072, 0, Activation.GELU, false, 1e-5);
            return NetworkWork.rows(backend, "inference",
                    new NetworkWork.Plan(false, 0,
                            (b, noise) -> new TransformerEncoder(new ParameterSource(b, 0), noise, layer, 12, false)),
                    sizes.batch(), () -> new Sequences(sizes, 768, CLASSES));
        }
    },
    /// A small Transformer, whole training steps.
    TRANSFORMER_TRAIN("transformer-train", new Sizes(32, 0, 104), 10) {
        @Override
        List<Row> rows(Backend backend, int threads, Sizes sizes) {
            var layer = new TransformerEncoderLayer.Config(256, 8, 1024, 0.1, Activation.GELU, true, 1e-5);
            return NetworkWork.rows(backend, "training step",
                    new NetworkWork.Plan(true, CLASSES,
                            (b, noise) -> new SequenceClassifier(new ParameterSource(b, 0), noise, sizes.width(), 256, CLASSES, 6,
                                    layer)),
                    sizes.batch(), () -> new Sequences(sizes, 256, CLASSES));
        }
    },
    /// BEATs at its full size with a linear head, whole steps of fine-tuning.
    BEATS_TRAIN("beats-train", new Sizes(8, 0, 498), 20) {
        @Override
        List<Row> rows(Backend backend, int threads, Sizes sizes) {
            return beats(backend, "training step", true, sizes);
        }
    },
    /// BEATs at its full size with a linear head, inference.
    BEATS_INFER("beats-infer", new Sizes(8, 0, 498), 10) {
        @Override
        List<Row> rows(Backend backend, int threads, Sizes sizes) {
            return beats(backend, "inference", false, sizes);
        }
    },
    /// An optimiser's step.
    ADAMW("adamw", new Sizes(0, 0, 0), 3) {
        @Override
        List<Row> rows(Backend backend, int threads, Sizes sizes) {
            return AdamWWork.rows(backend);
        }
    },
    /// The front end.
    LOGMEL("logmel", new Sizes(32, 0, 0), 3) {
        @Override
        List<Row> rows(Backend backend, int threads, Sizes sizes) {
            return LogMelWork.rows(threads, sizes);
        }
    };

    static final int CLASSES = 50;
    static final EfficientNet.Config EFFICIENTNET_B0 = EfficientNet.Config.b0(3, CLASSES);
    static final ResNet.Config RESNET34 = ResNet.Config.resnet34(1, 64, CLASSES);
    /// As the published checkpoints have it, except that they drop a layer now and then.
    static final BeatsConfig BEATS = new BeatsConfig(new BeatsConfig.Patches(16, 512, false),
            new BeatsConfig.Layers(12, 768, 3072, 12, BeatsActivation.GELU, false, true, 1),
            new BeatsConfig.Positions(128, 16, true, 320, 800, true), BeatsConfig.Drops.NONE, 0);

    private final String word;
    private final Sizes standard;
    private final double seconds;

    Benches(String word, Sizes standard, double seconds) {
        this.word = word;
        this.standard = standard;
        this.seconds = seconds;
    }

    /// What is to be measured.
    abstract List<Row> rows(Backend backend, int threads, Sizes sizes);

    /// Its name on the command line.
    public String word() {
        return word;
    }

    /// The sizes of the goals, with some replaced.
    ///
    /// @param batch  or null to keep it; `height` and `width` likewise
    /// @throws earshot.experiments.UsageException if one is less than 1, or the bench has no such size
    public Sizes sizes(Integer batch, Integer height, Integer width) {
        return standard.with(word, batch, height, width);
    }

    /// Seconds to measure each row for, unless told otherwise.
    public double seconds() {
        return seconds;
    }

    private static List<Row> beats(Backend backend, String row, boolean training, Sizes sizes) {
        return pictures(backend, row, training, new Sizes(sizes.batch(), BeatsConfig.MELS, sizes.width()), 1,
                (b, noise) -> new BeatsClassifier(new ParameterSource(b, 0), noise, BEATS, TokenPooling.MEAN, CLASSES));
    }

    private static List<Row> pictures(Backend backend, String row, boolean training, Sizes sizes, int channels,
            BiFunction<Backend, NoiseSource, Module> network) {
        return NetworkWork.rows(backend, row, new NetworkWork.Plan(training, CLASSES, network), sizes.batch(),
                () -> new Pictures(sizes, channels, CLASSES));
    }
}
