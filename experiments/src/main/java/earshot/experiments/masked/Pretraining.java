package earshot.experiments.masked;

import earshot.experiments.ExperimentException;

/// Everything that decides the result of masked prediction, beside the network.
///
/// @param mask        share of the patches that are hidden, above 0 and below 1
/// @param codes       number of tokens
/// @param iterations  most iterations of k-means
/// @param roll        whether a picture is moved along time by whole patches, another number in every epoch
/// @param epochs      passes over the training clips in each round
/// @param batch       clips of a step
/// @param lr          highest learning rate of the one-cycle schedule
/// @param weightDecay of AdamW, decoupled
/// @param clip        largest norm of all gradients together, 0 for no limit
/// @param rounds      1 for tokens of patches; each further round has tokens of the features of the model that the round before trained
/// @param tokenizer   where tokens come from in the second round and later; in the first, k-means of the patches
/// @param learned     the tokenizer that learns, if that is chosen
public record Pretraining(double mask, int codes, int iterations, boolean roll, int epochs, int batch, double lr,
        double weightDecay, double clip, int rounds, Tokenizer tokenizer, Learned learned) {
    private static final int MOST_EPOCHS = 0xFFFF;
    private static final int MOST_ROUNDS = 100;

    /// 256 tokens, two patches of five hidden, 60 epochs, one round.
    public static final Pretraining STANDARD = new Pretraining(0.4, 256, 50, true, 60, 32, 1e-3, 0.01, 1, 1, Tokenizer.CLUSTERS,
            new Learned(30, 32, 0.9, 0.1, 2, 128, 4, 2));

    /// How the features of a model become tokens.
    public enum Tokenizer {
        /// By k-means.
        CLUSTERS,
        /// By an encoder and a codebook that learn: see [earshot.experiments.models.LearnedTokenizer].
        LEARNED
    }

    /// A [earshot.experiments.models.LearnedTokenizer], all of whose parts have one width.
    ///
    /// @param epochs    passes over the training clips
    /// @param codeWidth values of a code
    /// @param decay     what remains of a code in a step; few steps need less than the 0.99 of long trainings
    /// @param least     share of the average usage that a code needs in order to stay
    /// @param layers    of the encoder
    /// @param width     of encoder and estimator
    /// @param heads     of both
    /// @param estimator layers of the estimator
    public record Learned(int epochs, int codeWidth, double decay, double least, int layers, int width, int heads,
            int estimator) {
        public Learned {
            require(epochs >= 1 && epochs <= MOST_EPOCHS, "learned.epochs", "1 to " + MOST_EPOCHS, epochs);
            require(codeWidth >= 2, "learned.codeWidth", "at least 2", codeWidth);
            require(decay >= 0 && decay < 1, "learned.decay", "at least 0 and below 1", decay);
            require(least >= 0 && least < 1, "learned.least", "at least 0 and below 1", least);
            require(layers >= 1, "learned.layers", "at least 1", layers);
            require(width >= 4 && width % 4 == 0, "learned.width", "a multiple of 4", width);
            require(heads >= 1 && width % heads == 0, "learned.heads", "a divisor of the width " + width, heads);
            require(estimator >= 1, "learned.estimator", "at least 1", estimator);
        }
    }

    public Pretraining {
        new Masking(mask);
        require(codes >= 2, "codes", "at least 2", codes);
        require(iterations >= 1, "iterations", "at least 1", iterations);
        require(epochs >= 1 && epochs <= MOST_EPOCHS, "epochs", "1 to " + MOST_EPOCHS, epochs);
        require(batch >= 1, "batch", "at least 1", batch);
        require(lr > 0, "lr", "above 0", lr);
        require(weightDecay >= 0, "weightDecay", "at least 0", weightDecay);
        require(clip >= 0, "clip", "at least 0", clip);
        require(rounds >= 1 && rounds <= MOST_ROUNDS, "rounds", "1 to " + MOST_ROUNDS, rounds);
    }

    private static void require(boolean fine, String key, String expected, Object got) {
        if (!fine) {
            throw ExperimentException.configuration("pretraining." + key, expected, got);
        }
    }

    /// The same with another number of epochs.
    Pretraining withEpochs(int count) {
        return new Pretraining(mask, codes, iterations, roll, count, batch, lr, weightDecay, clip, rounds, tokenizer, learned);
    }

    /// The same with another number of rounds.
    Pretraining withRounds(int count) {
        return new Pretraining(mask, codes, iterations, roll, epochs, batch, lr, weightDecay, clip, count, tokenizer, learned);
    }

    /// Makes sure that there are patches enough.
    ///
    /// @param clips   training clips of the smallest fold
    /// @param patches of each
    void require(int clips, int patches) {
        new Masking(mask).require(patches);
        int all = Math.multiplyExact(clips, patches);
        require(codes <= all, "codes", "2 to " + all + ", the patches of " + clips + " training clips", codes);
    }
}
