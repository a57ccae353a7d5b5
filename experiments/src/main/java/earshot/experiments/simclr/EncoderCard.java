package earshot.experiments.simclr;

import earshot.experiments.ExperimentException;
import earshot.experiments.features.FrontEnd;
import earshot.experiments.features.Normalization;
import earshot.experiments.models.ResNet;
import earshot.experiments.models.ResNetArchitecture;
import earshot.kernels.Backend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.function.Function;

/// What the file of an encoder and its projection head says of itself. Nothing in it depends on the clips held out.
///
/// @param dataset       name of the data set
/// @param clips         fingerprint of the training clips
/// @param fold          the fold that was held out
/// @param epoch         epochs of pre-training
/// @param seed          what all chance came from
/// @param frontEnd      from recording to picture
/// @param network       size of the encoder
/// @param pretraining   how it was taught
/// @param normalization of pictures
record EncoderCard(String dataset, String clips, int fold, int epoch, long seed, FrontEnd frontEnd, ResNetArchitecture network,
        Pretraining pretraining, Normalization normalization) {

    /// The card of the same pre-training after so many epochs.
    EncoderCard after(int epochs) {
        return new EncoderCard(dataset, clips, fold, epochs, seed, frontEnd, network, pretraining, normalization);
    }

    /// The encoder as it begins, with a projection head in place of its last layer.
    ResNet network(Backend backend) {
        var config = new ResNet.Config(1, network.width(), pretraining.projection(), network.blocks());
        return new ResNet(backend, config, seed, ProjectionHead::new);
    }

    /// Makes sure that a file belongs to this pre-training.
    ///
    /// @param got the file's card
    /// @throws ExperimentException saying what is different
    void require(Path file, EncoderCard got) {
        var parts = new LinkedHashMap<String, Function<EncoderCard, Object>>();
        parts.put("data set", EncoderCard::dataset);
        parts.put("training clips", EncoderCard::clips);
        parts.put("fold", EncoderCard::fold);
        parts.put("number of epochs", EncoderCard::epoch);
        parts.put("seed", EncoderCard::seed);
        parts.put("front end", EncoderCard::frontEnd);
        parts.put("size of the encoder", EncoderCard::network);
        parts.put("pre-training", EncoderCard::pretraining);
        parts.put("mean and deviation of the clips", EncoderCard::normalization);
        var different = new ArrayList<String>();
        parts.forEach((name, part) -> {
            if (!Objects.equals(part.apply(this), part.apply(got))) {
                different.add(name);
            }
        });
        if (!different.isEmpty()) {
            throw new ExperimentException(file + ": does not belong to this run as it is now, different: "
                    + String.join(", ", different)
                    + "; put the data set and config.yaml back as they were, or start a new run");
        }
    }
}
