package earshot.experiments.masked;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.experiments.models.LearnedTokenizer;
import earshot.experiments.tokens.CodeUse;
import earshot.experiments.training.Chance;
import java.util.Arrays;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Finding tokens that tell what features a teacher has.
final class TokenizerLesson implements Lesson {
    private final Material material;
    private final int round;
    private final float[] features;
    private final LearnedTokenizer network;
    private IntStream tokens = IntStream.empty();
    private double cosines;
    private int clips;
    private int replaced;
    private LearnedTokenizer.Pass last;
    private RandomGenerator chance;

    /// @param features the teacher's, of all patches of all training clips
    TokenizerLesson(Material material, int round, float[] features, LearnedTokenizer network) {
        this.material = material;
        this.round = round;
        this.features = features;
        this.network = network;
    }

    /// An epoch: one line of `metrics.jsonl`.
    ///
    /// @param stage      [Material#STAGE]
    /// @param fold       the fold held out
    /// @param round      from 2
    /// @param work       `tokenizer`
    /// @param epoch      from 1
    /// @param loss       mean over the epoch
    /// @param cosine     mean cosine between estimated and true features
    /// @param perplexity of the epoch's tokens, see [CodeUse]
    /// @param used       tokens that occurred
    /// @param replaced   codes that hardly any patch took and that got another place
    /// @param lr         learning rate of the last step
    record Line(String stage, int fold, int round, String work, int epoch, double loss, double cosine, double perplexity,
            int used, int replaced, double lr) implements Lesson.Line {
        static final String WORK = "tokenizer";

        @Override
        public String words() {
            return String.format(Locale.ROOT,
                    "fold %d   round %d: tokenizer, cosine %.3f with the features of the round before, perplexity %.0f of %d in use",
                    fold, round, cosine, perplexity, used);
        }
    }

    @Override
    public LearnedTokenizer network() {
        return network;
    }

    @Override
    public Tensor loss(int[] batch, int epoch, int step) {
        int size = features.length / material.clips();
        float[] wanted = new float[batch.length * size];
        for (int i = 0; i < batch.length; i++) {
            System.arraycopy(features, batch[i] * size, wanted, i * size, size);
        }
        int patches = material.grid().count();
        Tensor teacher = Tensor.of(material.backend(), Shape.of(batch.length, patches, size / patches), wanted);
        last = network.learn(material.tensor(batch), teacher);
        // The epoch tells steps apart that this many bits do not.
        chance = material.chance(Chance.CODES, round, epoch, step & 0xFFFFF);
        cosines += last.cosine() * batch.length;
        clips += batch.length;
        return last.loss();
    }

    @Override
    public void moved() {
        network.quantizer().follow(last.z(), last.tokens());
        replaced += network.quantizer().replaceUnused(last.z(), material.pretraining().learned().least(), chance);
        tokens = IntStream.concat(tokens, Arrays.stream(last.tokens()));
    }

    @Override
    public Line line(int epoch, double loss, double lr) {
        CodeUse use = CodeUse.of(tokens.toArray(), material.pretraining().codes());
        Line line = new Line(Material.STAGE, material.fold(), round, Line.WORK, epoch, loss, cosines / clips, use.perplexity(),
                use.used(), replaced, lr);
        tokens = IntStream.empty();
        cosines = 0;
        clips = 0;
        replaced = 0;
        return line;
    }
}
