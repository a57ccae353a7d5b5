package earshot.experiments.masked;

import earshot.engine.nn.NoiseSource;
import earshot.engine.nn.ParameterSource;
import earshot.experiments.files.Json;
import earshot.experiments.models.LearnedTokenizer;
import earshot.experiments.models.MaskedPredictor;
import earshot.experiments.models.PatchArchitecture;
import earshot.experiments.models.PatchTransformer;
import earshot.experiments.runs.RunFolder;
import earshot.experiments.tokens.Codebook;
import earshot.experiments.tokens.KMeans;
import earshot.experiments.tokens.Quantizer;
import earshot.experiments.training.Chance;
import earshot.experiments.training.StateFile;
import earshot.experiments.training.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// The rounds of pre-training of one fold: in each, the patches of the training clips get tokens, and a new network learns to guess those
/// that are hidden. Tokens of the first round are clusters of the patches themselves, later ones tell what the network of the round
/// before made of them. Everything is kept in the run, `pretraining/fold-F/round-R/`, and not done again.
///
/// @param run      where files and lines are written
/// @param material the training clips
/// @param network  what learns
/// @param card     of the last round's network
/// @param listener hears of every step
record FoldPretraining(RunFolder run, Material material, PatchArchitecture network, Card card, TrainingListener listener) {
    private static final String CODEBOOK = "codebook";

    /// The folder of a round.
    Path folder(int round) {
        return run.folder().resolve("pretraining").resolve("fold-" + material.fold()).resolve("round-" + round);
    }

    /// The network of a round.
    Path predictor(int round) {
        return folder(round).resolve("predictor.safetensors");
    }

    /// The codebook of a round whose tokens are clusters.
    Path codebook(int round) {
        return folder(round).resolve(CODEBOOK + ".safetensors");
    }

    private Path tokenizer(int round) {
        return folder(round).resolve("tokenizer.safetensors");
    }

    private boolean learnsTokens(int round) {
        return round > 1 && material.pretraining().tokenizer() == Pretraining.Tokenizer.LEARNED;
    }

    /// Passes over the training clips that a round still has to make.
    int epochsLeft(int round) throws IOException {
        int left = Files.exists(predictor(round)) ? 0 : material.pretraining().epochs() - Practice.epochsDone(predictor(round));
        boolean tokens = learnsTokens(round) && !Files.exists(tokenizer(round)) && left > 0;
        return left + (tokens ? material.pretraining().learned().epochs() - Practice.epochsDone(tokenizer(round)) : 0);
    }

    /// Does a round, unless that is done; the rounds before must be.
    void learn(int round) throws IOException {
        Card own = card.of(round, MaskedLesson.Line.WORK, material.pretraining().epochs());
        Path file = predictor(round);
        if (Files.exists(file)) {
            own.require(file, StateFile.card(file, Card.class));
            return;
        }
        Files.createDirectories(folder(round));
        int[] tokens = tokens(round);
        var noise = new NoiseSource(material.chance(Chance.NOISE, round, 0, 0).nextLong());
        MaskedPredictor predictor = predictor(noise);
        try {
            new Practice(run, material, own, material.pretraining().epochs(), listener)
                    .learn(new MaskedLesson(material, round, tokens, predictor, noise), file);
        } finally {
            predictor.release();
        }
    }

    private MaskedPredictor predictor(NoiseSource noise) {
        ParameterSource source = new ParameterSource(material.backend(), material.seed());
        return new MaskedPredictor(source, network.encoder(source, noise), material.pretraining().codes());
    }

    /// The network that a round trained, for use.
    MaskedPredictor load(int round) throws IOException {
        MaskedPredictor predictor = predictor(new NoiseSource(0));
        try {
            StateFile.read(predictor(round), predictor, null);
            predictor.eval();
            return predictor;
        } catch (IOException | RuntimeException failed) {
            predictor.release();
            throw failed;
        }
    }

    /// The tokens of all patches of all training clips.
    private int[] tokens(int round) throws IOException {
        if (round == 1) {
            return clustered(round, material.grid().values(), material.grid().cut(material.pictures()));
        }
        MaskedPredictor teacher = load(round - 1);
        try {
            int width = teacher.encoder().width();
            float[] features = material.ofEach(x -> teacher.encoder().apply(x), width);
            return learnsTokens(round) ? learned(round, width, features) : clustered(round, width, features);
        } finally {
            teacher.release();
        }
    }

    /// Tokens by k-means.
    private int[] clustered(int round, int width, float[] vectors) throws IOException {
        Path file = codebook(round);
        Card own = card.of(round, CODEBOOK, 0);
        if (Files.exists(file)) {
            own.require(file, StateFile.card(file, Card.class));
        } else {
            long start = System.nanoTime();
            clusters(round, width, vectors).write(file, Map.of(StateFile.CARD, Json.line(own)));
            double seconds = (System.nanoTime() - start) / 1e9;
            run.appendTiming(new Practice.Timing(Material.STAGE, material.fold(), round, CODEBOOK, 0, seconds,
                    material.clips() / seconds));
        }
        return Codebook.read(file).tokens(material.backend(), vectors);
    }

    private Codebook clusters(int round, int width, float[] vectors) {
        return new KMeans(material.pretraining().codes(), material.pretraining().iterations()).fit(material.backend(), vectors,
                width, material.chance(Chance.CLUSTERS, round, 0, 0));
    }

    /// Tokens that tell a teacher's features.
    private int[] learned(int round, int width, float[] features) throws IOException {
        Path file = tokenizer(round);
        Pretraining.Learned settings = material.pretraining().learned();
        Card own = card.of(round, TokenizerLesson.Line.WORK, settings.epochs());
        LearnedTokenizer tokenizer = tokenizer(settings, width);
        try {
            if (Files.exists(file)) {
                own.require(file, StateFile.card(file, Card.class));
                StateFile.read(file, tokenizer, null);
            } else {
                // Codes begin where the vectors are before anything is learned.
                float[] vectors = material.ofEach(tokenizer::apply, settings.codeWidth());
                double step = (double) Math.min(material.pretraining().batch(), material.clips()) * material.grid().count();
                tokenizer.quantizer().start(clusters(round, settings.codeWidth(), vectors),
                        step / material.pretraining().codes());
                new Practice(run, material, own, settings.epochs(), listener)
                        .learn(new TokenizerLesson(material, round, centred(features, width), tokenizer), file);
            }
            tokenizer.eval();
            float[] vectors = material.ofEach(tokenizer::apply, settings.codeWidth());
            return tokenizer.quantizer().codebook().tokens(material.backend(), vectors);
        } finally {
            tokenizer.release();
        }
    }

    /// Features without what all have in common, which would make any two of them alike: a tokenizer could then do with a single token.
    static float[] centred(float[] features, int width) {
        double[] mean = new double[width];
        for (int i = 0; i < features.length; i++) {
            mean[i % width] += features[i] * (double) width / features.length;
        }
        float[] centred = new float[features.length];
        for (int i = 0; i < features.length; i++) {
            centred[i] = (float) (features[i] - mean[i % width]);
        }
        return centred;
    }

    private LearnedTokenizer tokenizer(Pretraining.Learned settings, int teacher) {
        ParameterSource source = new ParameterSource(material.backend(), material.seed());
        var quantizer = new Quantizer(material.backend(), material.pretraining().codes(), settings.codeWidth(), settings.decay());
        var encoder = new PatchTransformer.Config(material.grid().size(), settings.layers(), settings.width(), settings.heads(),
                0);
        return new LearnedTokenizer(source, quantizer, encoder, settings.estimator(), teacher);
    }
}
