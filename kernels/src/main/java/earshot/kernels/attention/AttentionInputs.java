package earshot.kernels.attention;

import earshot.kernels.Storage;

/// What an attention reads.
///
/// @param q queries; may be the same storage as {@code k} and {@code v}, at another offset
/// @param k keys
/// @param v values
/// @param bias added to the scores; may be null
/// @param padding 0 for the keys that count; any other number leaves a key out; may be null
public record AttentionInputs(Storage q, Storage k, Storage v, Storage bias, Storage padding) {
}
