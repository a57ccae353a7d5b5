package earshot.experiments.training;

import earshot.audio.augment.RandomCrop;
import earshot.audio.augment.WaveAugmentation;
import earshot.experiments.ExperimentException;
import earshot.experiments.data.Clip;
import earshot.experiments.data.Dataset;
import earshot.experiments.features.BeatsFrontEnd;
import earshot.experiments.features.FrontEnd;
import earshot.experiments.features.Recordings;
import earshot.kernels.Backend;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// Pictures of recordings that are changed anew in every epoch.
final class ChangedRecordings {
    private final Recipe recipe;
    private final WaveAugmentation augmentation;
    private final FrontEnd.Transform transform;
    private final List<float[]> recordings;

    /// Decodes all clips, and the backgrounds where there are any.
    ///
    /// @param threads how many may work on it
    /// @throws IOException if a file cannot be read
    ChangedRecordings(Dataset dataset, Recipe recipe, Backend backend, int threads) throws IOException {
        FrontEnd frontEnd = recipe.frontEnd();
        if (frontEnd instanceof BeatsFrontEnd) {
            throw new ExperimentException(
                    "configuration: wave: expected all off, since a frozen network hears every recording once");
        }
        this.recipe = recipe;
        this.transform = frontEnd.transform(backend);
        this.recordings = Recordings.of(dataset.clips().stream().map(Clip::file).toList(), frontEnd, threads);
        WaveSettings.Mixed background = recipe.wave().background();
        this.augmentation = recipe.wave()
                .of(background.probability() == 0
                        ? List.of()
                        : Recordings.below(Path.of(background.folder()), frontEnd, threads));
    }

    /// The pictures that a fold is trained on.
    Pictures of(int fold) {
        return (clip, epoch) -> {
            RandomGenerator random = Chance.RECORDING.of(recipe.seed(), fold, epoch, clip);
            FrontEnd frontEnd = recipe.frontEnd();
            float[] recording = recordings.get(clip);
            // The crop draws its number in any case, so that what follows does not depend on it.
            float[] cropped = new RandomCrop(frontEnd.samples()).apply(recording, random);
            float[] samples = recipe.wave().crop() ? cropped : Arrays.copyOf(recording, frontEnd.samples());
            return transform.apply(augmentation.apply(samples, frontEnd.rate(), random));
        };
    }
}
