package earshot.experiments.training;

import earshot.audio.augment.Augmentation;
import earshot.audio.augment.CircularShift;
import earshot.audio.augment.Gain;
import earshot.audio.augment.Mask;
import earshot.audio.augment.TimeWarp;
import earshot.experiments.ExperimentException;
import earshot.experiments.features.FrontEnd;
import earshot.experiments.features.LogMelFrontEnd;
import earshot.experiments.models.Architecture;
import earshot.experiments.models.ResNetArchitecture;
import java.util.List;

/// Everything that decides the result of supervised training. Threads are not in it: they do not. Nor is the
/// device, which belongs to where a run takes place; devices differ by rounding.
///
/// @param data         folder laid out like the ESC-50 repository
/// @param folds        folds to hold out, one after another: `all`, or numbers such as `1,3`
/// @param epochs       passes over the training clips
/// @param batch        clips of a batch
/// @param lr           highest learning rate of the schedule, for what starts from random weights
/// @param weightDecay  of AdamW, decoupled
/// @param smoothing    label smoothing, 0 for none
/// @param tta          augmented views averaged at test time, 0 for none
/// @param seed         what all chance comes from
/// @param optimization how the weights are moved
/// @param frontEnd     from recording to picture
/// @param scaling      from picture to what the network sees
/// @param network      its kind and sizes
/// @param augment      changes to training pictures
/// @param views        changes to pictures at test time
/// @param wave         changes to training recordings before they become pictures
public record Recipe(String data, String folds, int epochs, int batch, double lr, double weightDecay, double smoothing,
        int tta, long seed, Optimization optimization, FrontEnd frontEnd, Scaling scaling, Architecture network, Augment augment,
        Augment views, WaveSettings wave) implements Plan {

    /// The recipe of the supervised baseline.
    public static final Recipe RESNET34 = new Recipe(null, "all", 60, 32, 1e-3, 0.01, 0.1, 5, 0, Optimization.ONE_CYCLE,
            LogMelFrontEnd.STANDARD, Scaling.TRAINING, ResNetArchitecture.RESNET34, new Augment(0.5, 1, 2, 40, 2, 24, 0.4, 0),
            new Augment(0.5, 0, 0, 0, 0, 0, 0, 0), WaveSettings.OFF);

    /// More views than anybody averages over.
    public static final int MOST_VIEWS = 1000;

    public Recipe {
        require(epochs >= 1 && epochs <= 0xFFFF, "epochs", "1 to 65535", epochs);
        require(batch >= 1, "batch", "at least 1", batch);
        require(lr > 0, "lr", "above 0", lr);
        require(weightDecay >= 0, "weightDecay", "at least 0", weightDecay);
        require(smoothing >= 0 && smoothing < 1, "smoothing", "at least 0 and below 1", smoothing);
        require(tta >= 0 && tta <= MOST_VIEWS, "tta", "0 to " + MOST_VIEWS, tta);
        require(views.mixup == 0, "views.mixup", "0: a view has one clip", views.mixup);
    }

    @Override
    public Recipe recipe() {
        return this;
    }

    @Override
    public Recipe withRecipe(Recipe other) {
        return other;
    }

    /// The same for a data set that is found elsewhere.
    public Recipe withData(String folder) {
        return new Recipe(folder, folds, epochs, batch, lr, weightDecay, smoothing, tta, seed, optimization, frontEnd, scaling,
                network, augment, views, wave);
    }

    /// The same with another number of clips in a batch.
    public Recipe withBatch(int clips) {
        return new Recipe(data, folds, epochs, clips, lr, weightDecay, smoothing, tta, seed, optimization, frontEnd, scaling,
                network, augment, views, wave);
    }

    /// The same with other folds to hold out.
    public Recipe withFolds(String choice) {
        return new Recipe(data, choice, epochs, batch, lr, weightDecay, smoothing, tta, seed, optimization, frontEnd, scaling,
                network, augment, views, wave);
    }

    /// The same with another number of epochs.
    public Recipe withEpochs(int count) {
        return new Recipe(data, folds, count, batch, lr, weightDecay, smoothing, tta, seed, optimization, frontEnd, scaling,
                network, augment, views, wave);
    }

    /// The same with the weights moved in another way.
    public Recipe withOptimization(Optimization other) {
        return new Recipe(data, folds, epochs, batch, lr, weightDecay, smoothing, tta, seed, other, frontEnd, scaling, network,
                augment, views, wave);
    }

    /// The same with another network.
    public Recipe withNetwork(Architecture other) {
        return new Recipe(data, folds, epochs, batch, lr, weightDecay, smoothing, tta, seed, optimization, frontEnd, scaling,
                other, augment, views, wave);
    }

    private static void require(boolean fine, String key, String expected, Object got) {
        if (!fine) {
            throw ExperimentException.configuration(key, expected, got);
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

        /// As changes to a picture.
        ///
        /// @param fill what stands under a stripe: the mean of the training clips
        Augmentation of(double fill) {
            return new Augmentation(new CircularShift(shift), new Gain(gain),
                    new Mask(timeMasks, maxFrames, melMasks, maxMels, (float) fill), new TimeWarp(maxWarp));
        }
    }
}
