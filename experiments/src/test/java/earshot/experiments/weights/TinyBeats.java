package earshot.experiments.weights;

import earshot.engine.Shape;
import earshot.engine.checkpoint.CheckpointFile;
import earshot.engine.checkpoint.Conversion;
import earshot.engine.files.SafetensorsWriter;
import earshot.engine.files.TensorData;
import earshot.experiments.files.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// Small files in the layout of BEATs' public ones, to be changed and written again.
public final class TinyBeats {
    /// A whole file, made by PyTorch.
    public static final Path FILE = Path.of(System.getProperty("earshot.root"), "src", "golden", "checkpoints", "beats_tiny.pt");

    private TinyBeats() {
    }

    /// The tensors of the file.
    static Map<String, TensorData> tensors() throws IOException {
        Map<String, TensorData> all = new LinkedHashMap<>();
        try (CheckpointFile file = CheckpointFile.open(FILE)) {
            file.tensors().forEach((name, tensor) -> all.put(name, tensor.read()));
        }
        return all;
    }

    /// Its settings, as JSON on one line.
    static String settings() throws IOException {
        try (CheckpointFile file = CheckpointFile.open(FILE)) {
            return Json.line(file.values());
        }
    }

    /// Writes such a file.
    static Path write(Path file, Map<String, TensorData> tensors, String settings) throws IOException {
        SafetensorsWriter.write(file, tensors, Map.of(Conversion.VALUES, settings));
        return file;
    }

    /// Writes a tokenizer: the same network, with what turns its features into codes.
    ///
    /// @param without what names must contain to be left out; null for a whole one
    public static Path tokenizer(Path file, String without) throws IOException {
        Map<String, TensorData> tensors = tensors();
        tensors.keySet().removeIf(name -> name.startsWith("model/predictor."));
        tensors.put("model/quantize_layer.0.weight", zeros(24, 24));
        tensors.put("model/quantize_layer.0.bias", zeros(24));
        tensors.put("model/quantize_layer.2.weight", zeros(4, 24));
        tensors.put("model/quantize_layer.2.bias", zeros(4));
        tensors.put("model/quantize.embedding.weight", zeros(8, 4));
        tensors.put("model/quantize.embedding.embed_avg", zeros(8, 4));
        tensors.put("model/quantize.embedding.cluster_size", zeros(8));
        tensors.put("model/quantize.embedding.initted", zeros(1));
        tensors.put("model/quantize.cluster_size", zeros(8));
        tensors.keySet().removeIf(name -> without != null && name.contains(without));
        return write(file, tensors, settings().replaceFirst("\\{", "{\"cfg/quant_n\":8,\"cfg/quant_dim\":4,"));
    }

    private static TensorData zeros(int... sizes) {
        Shape shape = Shape.of(sizes);
        return TensorData.of(shape, new float[shape.count()]);
    }
}
