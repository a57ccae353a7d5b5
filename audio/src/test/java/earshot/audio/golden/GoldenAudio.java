package earshot.audio.golden;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Reference numbers: tensors by key and cases by name. They come from `src/golden/audio`, or from the folder that `EARSHOT_GOLDEN`
/// names, which holds a fuller set in the same form.
/// Layout of the file: header length (u64, little-endian), header (JSON), data.
public final class GoldenAudio {

    private static final Path OWN = Path.of(System.getProperty("earshot.root"), "src", "golden", "audio");
    private static final GoldenAudio SHARED = load(folder());

    private final JsonNode header;
    private final Map<String, JsonNode> cases = new LinkedHashMap<>();
    private final ByteBuffer data;

    private GoldenAudio(JsonNode header, ByteBuffer data) {
        this.header = header;
        this.data = data;
        JsonNode named = new ObjectMapper().readTree(header.get("__metadata__").get("cases").asString());
        named.propertyNames().forEach(name -> cases.put(name, named.get(name)));
    }

    public static GoldenAudio golden() {
        return SHARED;
    }

    /// The numbers in this repository, whatever else is named: they have cases that the fuller set lacks.
    public static GoldenAudio own() {
        return load(OWN);
    }

    /// The folder with the reference files.
    public static Path folder() {
        String elsewhere = System.getenv("EARSHOT_GOLDEN");
        return elsewhere == null ? OWN : Path.of(elsewhere);
    }

    private static GoldenAudio load(Path folder) {
        try {
            ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("audio.safetensors")))
                    .order(ByteOrder.LITTLE_ENDIAN);
            byte[] header = new byte[(int) file.getLong()];
            file.get(header);
            return new GoldenAudio(new ObjectMapper().readTree(new String(header, StandardCharsets.UTF_8)),
                    file.slice().order(ByteOrder.LITTLE_ENDIAN));
        } catch (IOException e) {
            throw new IllegalStateException("golden audio numbers cannot be read", e);
        }
    }

    /// The attributes of every case with this operation, by name of the case.
    public Map<String, JsonNode> cases(String op) {
        Map<String, JsonNode> found = new LinkedHashMap<>();
        cases.forEach((name, description) -> {
            if (description.get("op").asString().equals(op)) {
                found.put(name, description.get("attrs"));
            }
        });
        if (found.isEmpty()) {
            throw new IllegalStateException("no golden case has the operation " + op);
        }
        return found;
    }

    public boolean has(String key) {
        return header.get(key) != null;
    }

    public float[] floats(String key) {
        JsonNode entry = header.get(key);
        if (entry == null || !entry.get("dtype").asString().equals("F32")) {
            throw new IllegalArgumentException("no F32 tensor " + key);
        }
        int from = entry.get("data_offsets").get(0).asInt();
        float[] values = new float[(entry.get("data_offsets").get(1).asInt() - from) / 4];
        for (int i = 0; i < values.length; i++) {
            values[i] = data.getFloat(from + 4 * i);
        }
        return values;
    }

    public int[] shape(String key) {
        JsonNode shape = header.get(key).get("shape");
        int[] sizes = new int[shape.size()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = shape.get(i).asInt();
        }
        return sizes;
    }

    /// The excerpt that `samples`, `offset` and `length` of a case point at.
    public float[] samples(JsonNode attributes) {
        float[] all = floats(attributes.get("samples").asString());
        int offset = Optional.ofNullable(attributes.get("offset")).map(JsonNode::asInt).orElse(0);
        int length = Optional.ofNullable(attributes.get("length")).map(JsonNode::asInt).orElse(all.length);
        return Arrays.copyOfRange(all, offset, offset + length);
    }
}
