package earshot.experiments.bench;

import earshot.engine.Layout;
import earshot.engine.Parameter;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.nn.Initializer;
import earshot.engine.nn.Linear;
import earshot.engine.nn.Module;
import earshot.engine.nn.NoiseSource;
import earshot.engine.nn.ParameterSource;
import earshot.engine.nn.TransformerEncoder;
import earshot.engine.nn.TransformerEncoderLayer;

/// A small Transformer that names sequences: a linear map, learned positions, the encoder, the mean over time, a linear map.
/// Sequences {@code [N, T, features]} in, logits {@code [N, classes]} out.
final class SequenceClassifier extends Module {
    private final Linear project;
    private final Parameter positions;
    private final TransformerEncoder encoder;
    private final Linear head;

    /// @param steps length of every sequence
    SequenceClassifier(ParameterSource source, NoiseSource noise, int steps, int features, int classes, int layers,
            TransformerEncoderLayer.Config layer) {
        project = part("proj", new Linear(source, features, layer.width()));
        positions = learned("pos",
                source.parameter(Shape.of(1, steps, layer.width()), Layout.PLAIN, new Initializer.Constant(0)));
        encoder = part("enc", new TransformerEncoder(source, noise, layer, layers, false));
        head = part("head", new Linear(source, layer.width(), classes));
    }

    @Override
    protected Tensor forward(Tensor x) {
        return head.apply(encoder.apply(project.apply(x).add(positions.value())).mean(1));
    }
}
