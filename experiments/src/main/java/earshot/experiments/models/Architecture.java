package earshot.experiments.models;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import earshot.engine.nn.Module;
import earshot.engine.nn.NoiseSource;
import earshot.kernels.Backend;

/// A kind of network and its sizes, as a recipe names it and a checkpoint's card records it. An implementation is a record; in JSON,
/// `kind` says which. Cards without that are of residual networks, the only kind there once was.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind", defaultImpl = ResNetArchitecture.class)
@JsonSubTypes({@JsonSubTypes.Type(value = ResNetArchitecture.class, name = "resnet"),
        @JsonSubTypes.Type(value = EfficientNetArchitecture.class, name = "efficientnet"),
        @JsonSubTypes.Type(value = PatchCnnArchitecture.class, name = "patch-cnn"),
        @JsonSubTypes.Type(value = PatchTransformerArchitecture.class, name = "patch-transformer"),
        @JsonSubTypes.Type(value = BeatsArchitecture.class, name = "beats"),
        @JsonSubTypes.Type(value = HeadArchitecture.class, name = "head")})
public interface Architecture {

    /// A network that takes normalised pictures {@code [N, mels, frames, 1]} and gives logits {@code [N, classes]}.
    ///
    /// @param noise where its masks of dropout come from, if it has any
    /// @param seed  of the initial weights
    Module build(Backend backend, NoiseSource noise, int classes, long seed);

    /// What it is, for a person.
    String describe();
}
