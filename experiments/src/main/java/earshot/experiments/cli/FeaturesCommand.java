package earshot.experiments.cli;

import earshot.audio.file.AudioClip;
import earshot.engine.Shape;
import earshot.engine.files.SafetensorsWriter;
import earshot.engine.files.TensorData;
import earshot.engine.numpy.Npy;
import earshot.experiments.ExperimentException;
import earshot.experiments.UsageException;
import earshot.experiments.extract.Extraction;
import earshot.experiments.features.FrontEnd;
import earshot.experiments.runs.ConfigReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
        AudioClip clip = FrontEnd.read(file);
        Map<String, Extraction.Array> arrays;
        try {
            arrays = ((Extraction) resolved).of(clip.mono(), clip.rate());
        } catch (IllegalArgumentException wrong) {
            throw new UsageException(file + ": " + wrong.getMessage());
        }
        write(name, arrays, resolved);
        arrays.forEach((key, array) -> terminal.println(out + ": " + key + " [" + array.rows() + "," + array.columns() + "]"));
        return 0;
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

    private void write(String name, Map<String, Extraction.Array> arrays, Record resolved) throws IOException {
        Map<String, TensorData> tensors = new TreeMap<>();
        arrays.forEach(
                (key, array) -> tensors.put(key, TensorData.of(Shape.of(array.rows(), array.columns()), array.values())));
        if (name.endsWith(".safetensors")) {
            SafetensorsWriter.write(out, tensors, Map.of("settings", ConfigReader.yaml(resolved)));
        } else if (tensors.size() == 1) {
            Npy.write(out, tensors.values().iterator().next());
        } else {
            throw new UsageException("a .npy file holds one array, these are " + tensors.size() + "; name --out *.safetensors");
        }
    }
}
