package earshot.experiments.masked;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.nn.NoiseSource;
import earshot.experiments.models.MaskedPredictor;
import earshot.experiments.tokens.CodeUse;
import earshot.experiments.tokens.PatchGrid;
import earshot.experiments.training.Chance;
import java.util.Arrays;
import java.util.Locale;
import java.util.random.RandomGenerator;

/// Guessing the tokens of patches that are hidden.
final class MaskedLesson implements Lesson {
    private final Material material;
    private final int round;
    private final int[] tokens;
    private final CodeUse use;
    private final MaskedPredictor network;
    private final NoiseSource noise;
    private Answers last;
    private int right;
    private int asked;

    /// What was said of the patches of a step, which token each has, and which were hidden.
    private record Answers(Tensor logits, int[] wanted, boolean[] masked) {
    }

    /// @param tokens of all patches of all training clips
    MaskedLesson(Material material, int round, int[] tokens, MaskedPredictor network, NoiseSource noise) {
        this.material = material;
        this.round = round;
        this.tokens = tokens;
        this.use = CodeUse.of(tokens, material.pretraining().codes());
        this.network = network;
        this.noise = noise;
    }

    /// An epoch: one line of `metrics.jsonl`.
    ///
    /// @param stage        [Material#STAGE]
    /// @param fold         the fold held out
    /// @param round        from 1
    /// @param work         `masked`
    /// @param epoch        from 1
    /// @param loss         mean over the epoch
    /// @param accuracy     part of the hidden patches whose token was guessed
    /// @param mostFrequent share of the most frequent token: what always naming it would come to
    /// @param perplexity   of the tokens, see [CodeUse]
    /// @param used         tokens that occur
    /// @param lr           learning rate of the last step
    record Line(String stage, int fold, int round, String work, int epoch, double loss, double accuracy, double mostFrequent,
            double perplexity, int used, double lr) implements Lesson.Line {
        static final String WORK = "masked";

        @Override
        public String words() {
            return String.format(Locale.ROOT,
                    "fold %d   round %d: %.1f%% of the hidden tokens guessed (the most frequent: %.1f%%), perplexity %.0f of %d in use",
                    fold, round, 100 * accuracy, 100 * mostFrequent, perplexity, used);
        }
    }

    @Override
    public MaskedPredictor network() {
        return network;
    }

    @Override
    public Tensor loss(int[] clips, int epoch, int step) {
        PatchGrid grid = material.grid();
        int size = grid.mels() * grid.frames();
        float[] x = new float[clips.length * size];
        int[] wanted = new int[clips.length * grid.count()];
        boolean[] masked = new boolean[wanted.length];
        for (int i = 0; i < clips.length; i++) {
            RandomGenerator random = material.chance(Chance.MASK, round, epoch, clips[i]);
            int by = material.pretraining().roll() ? random.nextInt(grid.columns()) : 0;
            int at = i * grid.count();
            grid.roll(material.picture(clips[i]), by, x, i * size);
            int from = clips[i] * grid.count();
            grid.roll(Arrays.copyOfRange(tokens, from, from + grid.count()), by, wanted, at);
            boolean[] own = new Masking(material.pretraining().mask()).draw(grid.count(), random);
            System.arraycopy(own, 0, masked, at, own.length);
        }
        noise.step(step);
        Tensor marks = Tensor.of(material.backend(), Shape.of(clips.length, grid.count()), marks(masked));
        Tensor logits = network.apply(material.tensor(x), marks);
        last = new Answers(logits.keep(), wanted, masked);
        return logits.maskedCrossEntropy(wanted, masked);
    }

    /// As numbers, 1 for what is hidden.
    static float[] marks(boolean[] masked) {
        float[] marks = new float[masked.length];
        for (int i = 0; i < marks.length; i++) {
            marks[i] = masked[i] ? 1 : 0;
        }
        return marks;
    }

    @Override
    public void moved() {
        int[] guesses = last.logits.detach().argMax().ints();
        for (int i = 0; i < guesses.length; i++) {
            asked += last.masked[i] ? 1 : 0;
            right += last.masked[i] && guesses[i] == last.wanted[i] ? 1 : 0;
        }
    }

    @Override
    public Line line(int epoch, double loss, double lr) {
        double accuracy = (double) right / asked;
        right = 0;
        asked = 0;
        return new Line(Material.STAGE, material.fold(), round, Line.WORK, epoch, loss, accuracy, use.mostFrequent(),
                use.perplexity(), use.used(), lr);
    }
}
