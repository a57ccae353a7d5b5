package earshot.experiments.cli;

import earshot.engine.Shape;
import earshot.engine.files.SafetensorsWriter;
import earshot.engine.files.StoredTensor;
import earshot.engine.files.TensorData;
import earshot.engine.nn.NoiseSource;
import earshot.engine.numpy.Npy;
import earshot.experiments.UsageException;
import earshot.experiments.beats.Beats;
import earshot.experiments.beats.BeatsCheckpoint;
import earshot.experiments.beats.BeatsSound;
import earshot.experiments.beats.BeatsTokenizer;
import earshot.experiments.beats.ClipEncoder;
import earshot.experiments.beats.TokenPooling;
import earshot.kernels.Backend;
import earshot.experiments.weights.WeightsFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `earshot embed`: what BEATs makes of recordings, for programs that build on it.
@Command(name = "embed", showDefaultValues = true, sortOptions = false, description = {
        "Compute BEATs' features of sound files (WAV, FLAC, Ogg Vorbis, MP3; channels averaged, any rate) and write them as NumPy or safetensors: one row for each file, in the order given.",
        "With the weights of a tokenizer: the numbers of the nearest codes, one for each token; for a single file.",
        "Recordings of more than 10 s are cut into pieces of about one length; their features are those of all pieces."})
final class EmbedCommand implements Callable<Integer> {
    /// Recordings of one length, one after another, that go through the network together.
    private static final int BATCH = 8;

    private final Terminal terminal;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Sound files.")
    private List<Path> files;

    @Option(names = "--weights", paramLabel = "W", required = true, description = "A checkpoint of BEATs as it was published: a name (earshot weights list) or a file (.pt).")
    private String weights;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "What to write: *.npy or *.safetensors.")
    private Path out;

    @Option(names = "--pooling", paramLabel = "P", defaultValue = "MEAN", description = "From tokens to clips: mean, max or mean_max.")
    private TokenPooling pooling;

    @Option(names = "--tokens", description = "The features of every token instead, [tokens, width]; for a single file.")
    private boolean tokens;

    @Mixin
    private ComputeOptions compute;

    EmbedCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        String name = out.getFileName().toString();
        if (!name.endsWith(".npy") && !name.endsWith(".safetensors")) {
            throw new UsageException("expected --out with a name that ends in .npy or .safetensors, got " + out);
        }
        Backend backend = compute.backend();
        try (BeatsCheckpoint checkpoint = BeatsCheckpoint.open(WeightsFolder.ofUser().find(weights))) {
            if ((tokens || checkpoint.isTokenizer()) && files.size() > 1) {
                throw new UsageException(
                        "one row for each token: expected a single file, since recordings differ in length, got " + files.size());
            }
            write(name, checkpoint.isTokenizer() ? ids(checkpoint.tokenizer(backend)) : features(checkpoint, backend));
        }
        return 0;
    }

    private TensorData features(BeatsCheckpoint checkpoint, Backend backend) throws IOException {
        Beats network = checkpoint.beats(backend, new NoiseSource(0), checkpoint.config().headless());
        try {
            return embed(network, new ClipEncoder(network, BeatsSound.STANDARD, backend));
        } finally {
            network.release();
        }
    }

    private TensorData ids(BeatsTokenizer tokenizer) throws IOException {
        List<int[]> all = new ArrayList<>();
        try {
            BeatsRecordings.each(files, compute.threads(),
                    (file, samples) -> all.add(tokenizer.ids(samples, BeatsSound.STANDARD)));
        } finally {
            tokenizer.release();
        }
        return TensorData.of(Shape.of(all.getFirst().length), Arrays.stream(all.getFirst()).asLongStream().toArray());
    }

    private TensorData embed(Beats network, ClipEncoder encoder) throws IOException {
        int width = network.config().layers().width();
        List<float[]> rows = new ArrayList<>();
        try (Progress progress = terminal.progress("embedding", files.size(), "clips")) {
            List<float[]> batch = new ArrayList<>();
            Runnable embed = () -> {
                if (!batch.isEmpty()) {
                    rows.add(tokens ? encoder.tokens(batch.getFirst()) : encoder.embeddings(batch, pooling));
                    progress.advance(batch.size());
                    batch.clear();
                }
            };
            BeatsRecordings.each(files, compute.threads(), (file, samples) -> {
                if (batch.size() == BATCH || !batch.isEmpty() && batch.getFirst().length != samples.length) {
                    embed.run();
                }
                batch.add(samples);
            });
            embed.run();
        }
        int columns = tokens ? width : width * pooling.factor();
        float[] all = new float[rows.stream().mapToInt(row -> row.length).sum()];
        int at = 0;
        for (float[] row : rows) {
            System.arraycopy(row, 0, all, at, row.length);
            at += row.length;
        }
        return TensorData.of(Shape.of(all.length / columns, columns), all);
    }

    private void write(String name, TensorData result) throws IOException {
        String what = result.type().integer() ? "ids" : "features";
        if (name.endsWith(".npy")) {
            Npy.write(out, StoredTensor.of(result), false);
        } else {
            SafetensorsWriter.write(out, Map.of(what, result),
                    Map.of("files", files.stream().map(Path::toString).collect(Collectors.joining("\n"))));
        }
        terminal.println(out + ": " + what + " " + result.shape());
    }
}
