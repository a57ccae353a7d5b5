package earshot.experiments.beats;

import earshot.engine.checkpoint.Conversion;
import earshot.engine.files.SafetensorsWriter;
import earshot.engine.files.TensorData;
import earshot.experiments.files.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Writes checkpoints as `earshot convert` makes them of published ones.
public final class PublishedLayout {
    private PublishedLayout() {
    }

    /// @param model tensors under `model/`
    public static Path write(Path file, Map<String, TensorData> model, JsonNode cfg) throws IOException {
        Map<String, Object> values = new LinkedHashMap<>();
        BeatsCfg.values(cfg).forEach((key, value) -> values.put("cfg/" + key, value));
        SafetensorsWriter.write(file, model, Map.of(Conversion.VALUES, Json.line(values)));
        return file;
    }

    static Path write(Path file, Map<String, TensorData> model, String cfg) throws IOException {
        return write(file, model, Json.parse("cfg", cfg, JsonNode.class));
    }
}
