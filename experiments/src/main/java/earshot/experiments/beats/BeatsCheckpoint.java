package earshot.experiments.beats;

import earshot.engine.checkpoint.CheckpointFile;
import earshot.engine.checkpoint.Conversion;
import earshot.engine.checkpoint.Weights;
import earshot.engine.files.MalformedFileException;
import earshot.engine.files.StoredTensor;
import earshot.engine.nn.Module;
import earshot.engine.nn.NoiseSource;
import earshot.engine.nn.ParameterSource;
import earshot.experiments.ExperimentException;
import earshot.experiments.files.Json;
import earshot.kernels.Backend;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// A published checkpoint as it is, a PyTorch file `{"cfg": …, "model": …}`, or what `earshot convert` made of one. A file of another network,
/// or of one that its `cfg` does not describe, is refused before anything is loaded.
public final class BeatsCheckpoint implements AutoCloseable {
    /// The one table of distances, as a part of the encoder.
    static final String TABLE = "layers.0.self_attn.relative_attention_bias.weight";

    private static final String MODEL = "model/";
    private static final String CFG = "cfg/";
    private static final String LABELS = "label_dict/";
    /// Every layer names the table as its own.
    private static final Pattern COPY = Pattern
            .compile("encoder\\.layers\\.[1-9]\\d*\\.self_attn\\.relative_attention_bias\\.weight");
    private static final String REMEDY = "give a checkpoint of BEATs or of its tokenizer, as Microsoft published them";

    private final CheckpointFile file;
    private final Map<String, Object> values;
    private final Map<String, StoredTensor> tensors;
    private final BeatsConfig config;

    private BeatsCheckpoint(CheckpointFile file) {
        this.file = file;
        this.values = values(file);
        Map<String, StoredTensor> all = new LinkedHashMap<>();
        file.tensors().forEach((path, tensor) -> {
            if (path.startsWith(MODEL)) {
                all.put(path.substring(MODEL.length()), tensor);
            }
        });
        this.tensors = withoutCopies(all);
        Map<String, Object> cfg = BeatsCfg.below(CFG, values);
        if (cfg.isEmpty() || all.isEmpty()) {
            throw new ExperimentException(file.file() + ": is no checkpoint of BEATs: has "
                    + (cfg.isEmpty() ? "no cfg" : "no tensors under model") + ", but "
                    + (file.tensors().isEmpty()
                            ? "no tensor at all"
                            : "for instance the tensor "
                                    + MalformedFileException.oneLine(file.tensors().keySet().iterator().next()))
                    + "; " + REMEDY);
        }
        try {
            this.config = BeatsCfg.read(cfg);
        } catch (IllegalArgumentException wrong) {
            throw new ExperimentException(file.file() + ": cfg: " + wrong.getMessage() + "; " + REMEDY, wrong);
        }
        double held = tensors.values().stream().mapToDouble(t -> t.shape().count()).sum();
        if (config.roughSize() > 2 * held + 1e6) {
            throw new ExperimentException(String.format(Locale.ROOT,
                    "%s: its cfg describes a network of some %.0f numbers, but its tensors hold %.0f; %s", file.file(),
                    config.roughSize(), held, REMEDY));
        }
    }

    /// Opens a checkpoint; nothing of it is ever run.
    ///
    /// @throws ExperimentException if it is of no such network
    /// @throws IOException         if it cannot be read, or is damaged
    public static BeatsCheckpoint open(Path path) throws IOException {
        CheckpointFile file = CheckpointFile.open(path);
        try {
            return new BeatsCheckpoint(file);
        } catch (RuntimeException failed) {
            file.close();
            throw failed;
        }
    }

    /// The sizes and options that it was trained with.
    public BeatsConfig config() {
        return config;
    }

    /// Whether it is a tokenizer.
    public boolean isTokenizer() {
        return values.containsKey(CFG + "quant_n");
    }

    /// Fails if it is a tokenizer.
    public void refuseTokenizer() {
        if (isTokenizer()) {
            throw new ExperimentException(file.file() + ": is a tokenizer; name the weights of a network");
        }
    }

    /// What the predictor's classes are, by their numbers: identifiers of AudioSet such as `/m/0bt9lr`. Empty without a predictor.
    public Map<Integer, String> labels() {
        Map<Integer, String> labels = new TreeMap<>();
        BeatsCfg.below(LABELS, values).forEach((number, label) -> {
            if (number.matches("\\d{1,9}")) {
                labels.put(Integer.valueOf(number), MalformedFileException.oneLine(String.valueOf(label)));
            }
        });
        return labels;
    }

    /// The network.
    ///
    /// @param wanted the checkpoint's configuration, perhaps with other dropouts ([BeatsConfig#tuned]) or without predictor ([BeatsConfig#headless])
    /// @throws ExperimentException listing what does not fit
    public Beats beats(Backend backend, NoiseSource noise, BeatsConfig wanted) {
        Beats network = new Beats(ParameterSource.unfilled(backend), noise, wanted);
        try {
            load(network);
            network.eval();
            return network;
        } catch (ExperimentException unfit) {
            network.release();
            throw unfit;
        }
    }

    /// Puts the weights into a network that is there.
    ///
    /// @throws ExperimentException listing what does not fit; nothing is loaded then
    public void load(Beats network) {
        load(network, entries(network.config()));
    }

    /// What a network of a configuration needs.
    private Map<String, StoredTensor> entries(BeatsConfig wanted) {
        Map<String, StoredTensor> entries = new LinkedHashMap<>(tensors);
        if (wanted.classes() == 0) {
            entries.keySet().removeIf(name -> name.startsWith("predictor."));
        }
        return entries;
    }

    /// The tokenizer.
    ///
    /// @throws ExperimentException listing what does not fit, or if it is none
    public BeatsTokenizer tokenizer(Backend backend) {
        if (!isTokenizer()) {
            throw new ExperimentException(
                    file.file() + ": is no tokenizer: its cfg has no quant_n; take a tokenizer's checkpoint");
        }
        BeatsCfg cfg = BeatsCfg.of(BeatsCfg.below(CFG, values));
        BeatsTokenizer tokenizer = new BeatsTokenizer(ParameterSource.unfilled(backend), new NoiseSource(0), config,
                cfg.integer("quant_n", 1024), cfg.integer("quant_dim", 256));
        try {
            load(tokenizer, tensors);
            tokenizer.eval();
            return tokenizer;
        } catch (ExperimentException unfit) {
            tokenizer.release();
            throw unfit;
        }
    }

    private void load(Module network, Map<String, StoredTensor> entries) {
        try {
            Map<String, String> names = new LinkedHashMap<>();
            network.state().keySet().forEach(name -> names.put(name, name));
            Weights.load(file.file().toString(), network, names, entries);
        } catch (IllegalArgumentException unfit) {
            throw new ExperimentException(unfit.getMessage() + "; " + REMEDY, unfit);
        }
    }

    /// State without the copies of the table under the names of the other layers.
    ///
    /// @param <T> whatever stands for a tensor
    public static <T> Map<String, T> withoutCopies(Map<String, T> state) {
        Map<String, T> own = new LinkedHashMap<>(state);
        own.keySet().removeIf(name -> COPY.matcher(name).matches());
        return own;
    }

    /// A converted file keeps its values as text.
    private static Map<String, Object> values(CheckpointFile file) {
        String text = file.metadata().get(Conversion.VALUES);
        return text == null
                ? file.values()
                : BeatsCfg.values(Json.parse(file.file() + ": " + Conversion.VALUES, text, JsonNode.class));
    }

    @Override
    public void close() {
        file.close();
    }
}
