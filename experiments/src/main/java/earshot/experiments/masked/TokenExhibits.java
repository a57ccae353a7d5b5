package earshot.experiments.masked;

import earshot.engine.Gradients;
import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.experiments.data.Clip;
import earshot.experiments.models.MaskedPredictor;
import earshot.experiments.models.PatchTransformer;
import earshot.experiments.picture.Panels;
import earshot.experiments.picture.Stamps;
import earshot.experiments.picture.Tiles;
import earshot.experiments.report.Exhibit;
import earshot.experiments.tokens.Codebook;
import earshot.experiments.tokens.CodeUse;
import earshot.experiments.tokens.PatchGrid;
import earshot.experiments.training.Chance;
import earshot.experiments.training.Split;
import earshot.experiments.training.SupervisedRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// What a page shows of tokens: the codebook of the first round, a clip as its tokens, and what was guessed of hidden ones; of a
/// Transformer, where it looks.
///
/// @param rounds the pre-training of that fold
/// @param clip   the clip
/// @param heard  its picture, normalised
record TokenExhibits(FoldPretraining rounds, Clip clip, float[] heard) {
    private static final int ACROSS = 16;

    /// Of the clip that is held out with the most different tokens.
    static TokenExhibits of(FoldPretraining rounds, SupervisedRun run) throws IOException {
        Codebook codebook = Codebook.read(rounds.codebook(1));
        Material material = rounds.material();
        PatchGrid grid = material.grid();
        TokenExhibits chosen = null;
        int most = 0;
        for (int clip : Split.of(run.dataset(), material.fold()).heldOut()) {
            float[] heard = new float[grid.mels() * grid.frames()];
            rounds.card().normalization().apply(run.features().images().get(clip), heard, 0);
            int used = CodeUse.of(codebook.tokens(material.backend(), grid.cut(List.of(heard))), codebook.codes()).used();
            if (used > most) {
                most = used;
                chosen = new TokenExhibits(rounds, run.dataset().clips().get(clip), heard);
            }
        }
        return chosen;
    }

    /// All of them.
    List<Exhibit> all() throws IOException {
        Codebook codebook = Codebook.read(rounds.codebook(1));
        Material material = rounds.material();
        PatchGrid grid = material.grid();
        int[] tokens = codebook.tokens(material.backend(), grid.cut(List.of(heard)));
        var exhibits = new ArrayList<>(List.of(sheet(codebook), map(tokens), guesses(tokens)));
        MaskedPredictor last = rounds.load(material.pretraining().rounds());
        try {
            if (last.encoder() instanceof PatchTransformer transformer) {
                exhibits.add(attention(transformer));
            }
        } finally {
            last.release();
        }
        return exhibits;
    }

    /// The codes as the patches that they are, those used most first.
    private Exhibit sheet(Codebook codebook) throws IOException {
        Material material = rounds.material();
        int[] uses = new int[codebook.codes()];
        for (int token : codebook.tokens(material.backend(), material.grid().cut(material.pictures()))) {
            uses[token]++;
        }
        List<float[]> codes = IntStream.range(0, uses.length).boxed()
                .sorted(Comparator.comparingInt((Integer code) -> -uses[code]))
                .map(code -> Arrays.copyOfRange(codebook.values(), code * codebook.width(), (code + 1) * codebook.width()))
                .toList();
        return new Exhibit.Picture("codebook", "The codebook",
                "What the " + uses.length
                        + " tokens of the first round stand for: means of patches of the training clips, time to the"
                        + " right, frequency upwards, those used most first.",
                new Stamps(ACROSS, codes, material.grid().size()).png());
    }

    private Panels.Values spectrogram(float[] picture) {
        PatchGrid grid = rounds.material().grid();
        float[] covered = new float[grid.mels() * grid.covered()];
        for (int mel = 0; mel < grid.mels(); mel++) {
            System.arraycopy(picture, mel * grid.frames(), covered, mel * grid.covered(), grid.covered());
        }
        return new Panels.Values(clip.category() + ", " + clip.name(), covered, grid.mels());
    }

    private Exhibit map(int[] tokens) throws IOException {
        int rows = rounds.material().grid().rows();
        return new Exhibit.Picture("tokens", "A clip as its tokens",
                "The clip of fold " + rounds.material().fold()
                        + ", which was held out, with the most different tokens: its picture, and a"
                        + " colour for the token of each patch in the first round.",
                new Panels(List.of(spectrogram(heard),
                        new Panels.Tokens("tokens", tokens, rows, new boolean[tokens.length]))).png());
    }

    private Exhibit guesses(int[] tokens) throws IOException {
        Material material = rounds.material();
        PatchGrid grid = material.grid();
        boolean[] masked = new Masking(material.pretraining().mask()).draw(grid.count(), material.chance(Chance.MASK, 0, 0, 0));
        MaskedPredictor predictor = rounds.load(1);
        int[] guessed;
        try (var _ = Scope.open(); var _ = Gradients.off()) {
            Tensor marks = Tensor.of(material.backend(), Shape.of(1, grid.count()), MaskedLesson.marks(masked));
            guessed = predictor.apply(material.tensor(heard), marks).argMax().ints();
        } finally {
            predictor.release();
        }
        int[] truth = tokens.clone();
        boolean[] right = new boolean[truth.length];
        int count = 0;
        for (int i = 0; i < truth.length; i++) {
            right[i] = masked[i] && guessed[i] == truth[i];
            count += right[i] ? 1 : 0;
            truth[i] = masked[i] ? truth[i] : -1;
            guessed[i] = masked[i] ? guessed[i] : -1;
        }
        return new Exhibit.Picture("guesses", "Hidden tokens and guesses",
                "The same clip with the patches hidden that have a colour below, their tokens, and what the network of the first round"
                        + " took them for. Dots are right guesses: " + count + " of "
                        + new Masking(material.pretraining().mask()).hidden(grid.count()) + ".",
                new Panels(List.of(spectrogram(hide(masked)),
                        new Panels.Tokens("hidden tokens", truth, grid.rows(), new boolean[truth.length]),
                        new Panels.Tokens("guesses", guessed, grid.rows(), right))).png());
    }

    /// The picture with hidden patches at its least value.
    private float[] hide(boolean[] masked) {
        PatchGrid grid = rounds.material().grid();
        float least = Float.POSITIVE_INFINITY;
        for (float value : heard) {
            least = Math.min(least, value);
        }
        float[] hidden = heard.clone();
        for (int mel = 0; mel < grid.mels(); mel++) {
            for (int frame = 0; frame < grid.covered(); frame++) {
                if (masked[frame / grid.size() * grid.rows() + mel / grid.size()]) {
                    hidden[mel * grid.frames() + frame] = least;
                }
            }
        }
        return hidden;
    }

    private Exhibit attention(PatchTransformer transformer) throws IOException {
        Material material = rounds.material();
        PatchGrid grid = material.grid();
        int layer = transformer.layers() - 1;
        double[] weights;
        int heads;
        try (var _ = Scope.open(); var _ = Gradients.off()) {
            // The mean over all that look: how much each patch is looked at.
            Tensor looked = transformer.attention(material.tensor(heard), layer).mean(2);
            heads = looked.shape().size(1);
            weights = looked.doubles();
        }
        var tiles = new ArrayList<>(
                List.of(new Tiles.Tile(clip.category(), clip.name(), spectrogram(heard).values(), grid.mels())));
        for (int head = 0; head < heads; head++) {
            float[] values = new float[grid.count()];
            for (int patch = 0; patch < values.length; patch++) {
                values[patch % grid.rows() * grid.columns() + patch / grid.rows()] = (float) weights[head * grid.count() + patch];
            }
            tiles.add(new Tiles.Tile("head " + (head + 1), "how much each patch is looked at", values, grid.rows()));
        }
        return new Exhibit.Picture("attention", "Where the Transformer looks",
                "The same clip, and for each head of the last layer, after masked prediction, how much all patches together look at"
                        + " each; light is much.",
                new Tiles(3, tiles).png());
    }
}
