package earshot.engine.checkpoint;

import earshot.engine.files.SafetensorsWriter;
import earshot.engine.files.StoredTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/// Turns a file of tensors of any format into a safetensors file: every tensor in its own type, views and shared storages written out.
/// The same file gives the same bytes. Values that are no tensors are kept in the metadata as JSON, `{"cfg/embed_dim": 512, …}`.
///
/// @param tensors how many were written
/// @param bytes   of their elements
/// @param renamed how many have another name than in the file read
/// @param values  how many plain values are kept in the metadata
public record Conversion(int tensors, long bytes, int renamed, int values) {
    /// The metadata entry with plain values.
    public static final String VALUES = "values";
    /// The name of a tensor that has none, because it is all there is.
    public static final String BARE = "tensor";

    /// Converts a file; replaces one that is there.
    ///
    /// @param rules applied to every name, one after the other
    /// @throws IllegalArgumentException if two tensors get the same name
    /// @throws IOException              if a file cannot be read or written; nothing is left behind then
    public static Conversion convert(Path from, Path to, List<Renaming> rules) throws IOException {
        try (CheckpointFile file = CheckpointFile.open(from)) {
            Map<String, String> origins = new LinkedHashMap<>();
            Map<String, StoredTensor> tensors = new LinkedHashMap<>();
            int renamed = 0;
            long bytes = 0;
            for (Map.Entry<String, StoredTensor> e : file.tensors().entrySet()) {
                String name = renamed(e.getKey(), rules);
                String other = origins.put(name, e.getKey());
                if (other != null) {
                    throw new IllegalArgumentException(from + ": two tensors get the name " + name + ": " + other + " and "
                            + e.getKey() + "; write rules that keep them apart");
                }
                tensors.put(name, e.getValue());
                renamed += name.equals(e.getKey()) ? 0 : 1;
                bytes += e.getValue().bytes();
            }
            Map<String, String> metadata = new TreeMap<>(file.metadata());
            boolean hasValues = file.format() != Format.SAFETENSORS && !file.values().isEmpty();
            if (hasValues) {
                metadata.put(VALUES, new JsonMapper().writeValueAsString(file.values()));
            }
            SafetensorsWriter.writeStored(to, tensors, metadata);
            return new Conversion(tensors.size(), bytes, renamed, hasValues ? file.values().size() : 0);
        }
    }

    private static String renamed(String path, List<Renaming> rules) {
        String name = path.isEmpty() ? BARE : path;
        for (Renaming rule : rules) {
            name = rule.apply(name);
        }
        return name;
    }
}
