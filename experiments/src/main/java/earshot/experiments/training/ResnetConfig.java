package earshot.experiments.training;

import earshot.audio.augment.Augmentation;
import earshot.audio.augment.CircularShift;
import earshot.audio.augment.Gain;
import earshot.audio.augment.Mask;
import earshot.audio.augment.TimeWarp;
import earshot.experiments.ExperimentException;
import earshot.experiments.features.FrontEnd;
import earshot.experiments.models.ResNet;
import java.util.List;

/// Everything that decides the result of a supervised run. Threads are not in it: they do not. Nor is the
/// device, which belongs to where a run takes place; devices differ by rounding.
///
/// @param data        folder laid out like the ESC-50 repository
/// @param folds       folds to hold out, one after another: `all`, or numbers such as `1,3`
/// @param epochs      passes over the training clips
/// @param batch       clips of a step
/// @param lr          highest learning rate of the one-cycle schedule
/// @param weightDecay of AdamW, decoupled
/// @param smoothing   label smoothing, 0 for none
/// @param tta         augmented views averaged at test time, 0 for none
/// @param seed        what all chance comes from
/// @param frontEnd    from recording to picture
/// @param network     the residual network
/// @param augment     changes to training pictures
/// @param views       changes to pictures at test time
/// @param wave        changes to training recordings before they become pictures
public record ResnetConfig(String data, String folds, int epochs, int batch, double lr, double weightDecay, double smoothing,
        int tta, long seed, FrontEnd frontEnd, Network network, Augment augment, Augment views,
        WaveSettings wave) {

    /// The recipe of the supervised baseline.
    public static final ResnetConfig STANDARD = new ResnetConfig(null, "all", 60, 32, 1e-3, 0.01, 0.1, 5, 0, FrontEnd.STANDARD,
            new Network(64, List.of(3, 4, 6, 3)), new Augment(0.5, 1, 2, 40, 2, 24, 0.4, 0),
            new Augment(0.5, 0, 0, 0, 0, 0, 0, 0),
            WaveSettings.OFF);

    /// More views than anybody averages over.
    public static final int MOST_VIEWS = 1000;

    public ResnetConfig {
        require(epochs >= 1 && epochs <= 0xFFFF, "epochs", "1 to 65535", epochs);
        require(batch >= 1, "batch", "at least 1", batch);
        require(lr > 0, "lr", "above 0", lr);
        require(weightDecay >= 0, "weightDecay", "at least 0", weightDecay);
        require(smoothing >= 0 && smoothing < 1, "smoothing", "at least 0 and below 1", smoothing);
        require(tta >= 0 && tta <= MOST_VIEWS, "tta", "0 to " + MOST_VIEWS, tta);
        require(views.mixup == 0, "views.mixup", "0: a view has one clip", views.mixup);
    }

    /// The same with another number of clips in a step.
    public ResnetConfig withBatch(int clips) {
        return new ResnetConfig(data, folds, epochs, clips, lr, weightDecay, smoothing, tta, seed, frontEnd, network, augment,
                views, wave);
    }

    private static void require(boolean fine, String key, String expected, Object got) {
        if (!fine) {
            throw new ExperimentException("configuration: " + key + ": expected " + expected + ", got " + got);
        }
    }

    /// Size of the network.
    ///
    /// @param width  channels of the first stage
    /// @param blocks blocks of each stage
    public record Network(int width, List<Integer> blocks) {
        private static final int MOST_CHANNELS = 8192;

        public Network {
            blocks = List.copyOf(blocks);
            require(width >= 1, "network.width", "at least 1", width);
            require(!blocks.isEmpty() && blocks.stream().allMatch(b -> b >= 1), "network.blocks", "at least one of at least 1",
                    blocks);
            // Every stage doubles the width; 3x3 weights of twice as many channels would not fit into one array.
            require(blocks.size() <= 13 && (long) width << blocks.size() - 1 <= MOST_CHANNELS, "network",
                    "at most " + MOST_CHANNELS + " channels in the last stage", "width " + width + " doubled for every stage of "
                            + blocks);
        }

        ResNet.Config of(int classes) {
            return new ResNet.Config(1, width, classes, blocks);
        }
    }

    /// Changes to pictures, each 0 for off.
    ///
    /// @param shift     greatest circular shift along time, as a part of the length, up to 0.5
    /// @param gain      greatest change of level in decibels
    /// @param timeMasks number of stripes across time
    /// @param maxFrames greatest width of a time stripe
    /// @param melMasks  number of stripes across frequency
    /// @param maxMels   greatest width of a frequency stripe
    /// @param mixup     parameter of the Beta distribution that mixing weights come from
    /// @param maxWarp   greatest bend along time in frames
    public record Augment(double shift, double gain, int timeMasks, int maxFrames, int melMasks, int maxMels, double mixup,
            int maxWarp) {
        public Augment {
            require(shift >= 0 && shift <= 0.5, "augment.shift", "0 to 0.5", shift);
            require(gain >= 0, "augment.gain", "at least 0", gain);
            require(Math.min(Math.min(timeMasks, maxFrames), Math.min(melMasks, maxMels)) >= 0, "augment masks",
                    "counts and widths of at least 0", List.of(timeMasks, maxFrames, melMasks, maxMels));
            require(mixup >= 0, "augment.mixup", "at least 0", mixup);
            require(maxWarp >= 0, "augment.maxWarp", "at least 0", maxWarp);
        }

        /// As changes to a picture in decibels.
        ///
        /// @param fill what stands under a stripe: the mean of the training clips
        Augmentation of(double fill) {
            return new Augmentation(new CircularShift(shift), new Gain(gain),
                    new Mask(timeMasks, maxFrames, melMasks, maxMels, (float) fill), new TimeWarp(maxWarp));
        }
    }
}
