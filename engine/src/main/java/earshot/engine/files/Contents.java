package earshot.engine.files;

import java.util.Map;

/// What a file of tensors holds, whatever its format.
///
/// @param tensors  by path: keys of dictionaries and positions in lists, joined by {@code /}, in the file's order
/// @param values   everything else by path: {@code null}, {@code Boolean}, {@code Long}, {@code BigInteger}, {@code Double}, {@code String},
///                 {@code byte[]}, and an empty {@code Map} or {@code List} where the file has one
/// @param metadata free-form text, which safetensors files have
public record Contents(Map<String, StoredTensor> tensors, Map<String, Object> values, Map<String, String> metadata) {
}
