package earshot.kernels.elementwise;

import earshot.kernels.Storage;

/// What a convolution or a product does with its sums {@code z} while they are near, for which a pass over memory of its own would
/// cost more than the arithmetic:
///
/// ```
/// y = f(scale · z + shift + r)
/// ```
///
/// A bias is a shift; a batch normalisation with fixed statistics is scale and shift.
///
/// @param scale one number for each channel, which is the result's last axis; null for 1
/// @param shift one number for each channel; null for 0
/// @param r as large as the result but another storage; null for 0
/// @param activation f
public record Epilogue(Storage scale, Storage shift, Storage r, Activation activation) {
    /// The sums as they are.
    public static final Epilogue NONE = new Epilogue(null, null, null, Activation.NONE);

    /// The sums plus a bias.
    ///
    /// @param shift null for none
    public static Epilogue bias(Storage shift) {
        return new Epilogue(null, shift, null, Activation.NONE);
    }
}
