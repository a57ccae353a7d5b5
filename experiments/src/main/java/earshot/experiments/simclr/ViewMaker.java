package earshot.experiments.simclr;

import earshot.audio.augment.Augmentation;
import earshot.audio.augment.Image;
import earshot.audio.augment.WaveAugmentation;
import earshot.experiments.features.FrontEnd;
import earshot.experiments.features.LogMelFrontEnd;
import earshot.experiments.features.Normalization;
import java.util.List;
import java.util.random.RandomGenerator;

/// Makes views of training recordings; safe for use from several threads.
public final class ViewMaker {
    private final FrontEnd frontEnd;
    private final FrontEnd.Transform transform;
    private final Normalization normalization;
    private final WaveAugmentation changes;
    private final Augmentation pictures;
    private final List<SoundingCrop> crops;

    /// @param recordings    of the training clips, which also are the backgrounds: nothing else may be heard in a view
    /// @param normalization of pictures, from the same clips
    public ViewMaker(Views views, LogMelFrontEnd frontEnd, List<float[]> recordings, Normalization normalization) {
        this.frontEnd = views.of(frontEnd);
        this.transform = this.frontEnd.transform();
        this.normalization = normalization;
        this.changes = views.ofRecordings(recordings);
        this.pictures = views.ofPictures(normalization.mean());
        this.crops = recordings.stream().map(recording -> new SoundingCrop(recording, this.frontEnd.samples(), frontEnd.rate()))
                .toList();
    }

    /// Height of a view.
    public int mels() {
        return frontEnd.mels();
    }

    /// Width of a view.
    public int frames() {
        return frontEnd.frames();
    }

    /// A view in decibels, `[mels][frames]`.
    ///
    /// @param clip place among the recordings
    public float[] decibels(int clip, RandomGenerator random) {
        float[] cropped = crops.get(clip).apply(random);
        float[] image = transform.apply(changes.apply(cropped, frontEnd.rate(), random));
        pictures.apply(new Image(image, mels(), frames()), random);
        return image;
    }

    /// Writes a normalised view to `x`, from `at` on.
    void write(int clip, RandomGenerator random, float[] x, int at) {
        normalization.apply(decibels(clip, random), x, at);
    }
}
