package earshot.experiments.cli;

import earshot.audio.file.AudioClip;
import earshot.audio.file.AudioFile;
import earshot.audio.file.AudioStream;
import earshot.engine.files.SafetensorsWriter;
import earshot.engine.files.StoredTensor;
import earshot.engine.numpy.Npy;
import earshot.experiments.ExperimentException;
import earshot.experiments.UsageException;
import earshot.experiments.extract.Extraction;
import earshot.experiments.extract.FeatureStream;
import earshot.experiments.features.FrontEnd;
import earshot.experiments.runs.ConfigReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `earshot features`: the numbers that a network would see, for other programs.
@Command(name = "features", sortOptions = false, description = {
        "Compute features of a recording (WAV, FLAC, Ogg Vorbis, MP3; channels averaged) and write them as NumPy or safetensors.",
        "Settings are shown by --show; change them by --set, e.g. --set frames.hop=160 --set sound.rate=16000."})
final class FeaturesCommand implements Callable<Integer> {
    /// Frames of the recording that are read at a time.
    private static final int BLOCK = 1 << 16;

    private final Terminal terminal;

    @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", description = "Sound file.")
    private Path file;

    @Option(names = "--type", paramLabel = "T", required = true, description = "logmel, mfcc, kaldi or stft.")
    private Extraction.Kind kind;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Any setting of that type; repeatable.")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--out", paramLabel = "FILE", description = "What to write: *.npy or *.safetensors.")
    private Path out;

    @Option(names = "--show", description = "Print the settings as YAML and end.")
    private boolean show;

    FeaturesCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Record resolved = resolve();
        if (show) {
            terminal.out().print(ConfigReader.yaml(resolved));
            return 0;
        }
        String name = out == null ? "" : out.getFileName().toString();
        if (file == null || !name.endsWith(".npy") && !name.endsWith(".safetensors")) {
            throw new UsageException("expected a sound file and --out with a name that ends in .npy or .safetensors");
        }
        Path folder = out.toAbsolutePath().getParent();
        try (AudioStream sound = AudioFile.open(file);
                FeatureStream features = ((Extraction) resolved).begin(sound.rate(), folder)) {
            pass(sound, features);
            Map<String, StoredTensor> arrays = new TreeMap<>(features.finish());
            write(name, arrays, resolved);
            arrays.forEach((key, array) -> terminal.println(out + ": " + key + " " + array.shape()));
        } catch (IllegalArgumentException wrong) {
            throw new UsageException(file + ": " + wrong.getMessage());
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
        return 0;
    }

    private void pass(AudioStream sound, FeatureStream features) throws IOException {
        float[][] block = new float[sound.channels()][BLOCK];
        boolean any = false;
        for (int n; (n = sound.read(block, 0, BLOCK)) >= 0; any = true) {
            int taken = n;
            float[][] frames = Arrays.stream(block).map(channel -> Arrays.copyOf(channel, taken)).toArray(float[][]::new);
            features.write(new AudioClip(sound.rate(), frames).mono());
        }
        if (!any) {
            throw FrontEnd.silent(file);
        }
    }

    private Record resolve() {
        var reader = new ConfigReader<>(kind.standard());
        settings.forEach(reader::set);
        try {
            return reader.read();
        } catch (UsageException wrong) {
            throw wrong;
        } catch (ExperimentException refused) {
            throw new UsageException(refused.getMessage());
        }
    }

    private void write(String name, Map<String, StoredTensor> arrays, Record resolved) throws IOException {
        if (name.endsWith(".safetensors")) {
            SafetensorsWriter.writeStored(out, arrays, Map.of("settings", ConfigReader.yaml(resolved)));
        } else if (arrays.size() == 1) {
            Npy.write(out, arrays.values().iterator().next(), false);
        } else {
            throw new UsageException("a .npy file holds one array, these are " + arrays.size() + "; name --out *.safetensors");
        }
    }
}
