package earshot.engine.check;

import earshot.engine.files.MalformedFileException;
import earshot.engine.files.Safetensors;
import earshot.engine.files.TensorData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reference numbers from another implementation: a safetensors file whose tensors are named {@code <case>/<role>/<name>} and whose
/// metadata lists the cases with their attributes. Values are in PyTorch's layout.
///
/// Roles: {@code in} inputs, {@code param} weights, {@code buffer} buffers before the step, {@code out} results, {@code grad}
/// gradients of {@code Σ y · in/cotangent}.
public final class GoldenFile {
    private final Map<String, Case> cases = new LinkedHashMap<>();

    private GoldenFile() {
    }

    /// One case.
    ///
    /// @param op what was computed
    /// @param attributes its settings
    /// @param tensors by {@code <role>/<name>}
    public record Case(String name, String op, JsonNode attributes, Map<String, TensorData> tensors) {

        /// A tensor.
        ///
        /// @param key {@code <role>/<name>}
        /// @throws IllegalArgumentException if the case has none of this name
        public TensorData get(String key) {
            TensorData t = tensors.get(key);
            if (t == null) {
                throw new IllegalArgumentException("golden case " + name + " has no " + key + ", but " + tensors.keySet());
            }
            return t;
        }

        /// Whether there is a tensor of this key.
        public boolean has(String key) {
            return tensors.containsKey(key);
        }

        /// All tensors of a role by their names.
        public Map<String, TensorData> role(String role) {
            Map<String, TensorData> all = new LinkedHashMap<>();
            tensors.forEach((key, t) -> {
                if (key.startsWith(role + "/")) {
                    all.put(key.substring(role.length() + 1), t);
                }
            });
            return all;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /// Reads a whole file.
    ///
    /// @throws IOException naming the file if it cannot be read or lists no cases
    public static GoldenFile read(Path file) throws IOException {
        GoldenFile golden = new GoldenFile();
        try (Safetensors s = Safetensors.open(file)) {
            JsonNode list = cases(file, s.metadata().get("cases"));
            for (Map.Entry<String, JsonNode> e : list.properties()) {
                golden.cases.put(e.getKey(), new Case(e.getKey(), e.getValue().path("op").asString(),
                        e.getValue().path("attrs"), new LinkedHashMap<>()));
            }
            for (Safetensors.Entry e : s.entries()) {
                int slash = e.name().indexOf('/');
                Case c = slash < 0 ? null : golden.cases.get(e.name().substring(0, slash));
                if (c == null) {
                    throw new MalformedFileException(file, e.begin(), "tensor " + e.name() + " belongs to no listed case");
                }
                c.tensors.put(e.name().substring(slash + 1), s.read(e.name()));
            }
        }
        return golden;
    }

    /// All cases, in the file's order.
    public List<Case> cases() {
        return new ArrayList<>(cases.values());
    }

    /// A case by name.
    ///
    /// @throws IllegalArgumentException if there is none
    public Case get(String name) {
        Case c = cases.get(name);
        if (c == null) {
            throw new IllegalArgumentException("golden: no case " + name + ", but " + cases.keySet());
        }
        return c;
    }

    private static JsonNode cases(Path file, String json) throws MalformedFileException {
        try {
            if (json != null) {
                return new JsonMapper().readTree(json);
            }
        } catch (JacksonException e) {
            throw new MalformedFileException(file, 8, "the list of cases is not valid JSON: " + e.getOriginalMessage());
        }
        throw new MalformedFileException(file, 8, "the metadata lists no cases; this is no file of reference numbers");
    }
}
