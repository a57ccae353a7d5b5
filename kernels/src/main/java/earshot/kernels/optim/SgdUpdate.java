package earshot.kernels.optim;

import earshot.kernels.Storage;

/// A parameter that gradient descent changes, with all that belongs to it; every storage has the parameter's size.
///
/// @param w the parameter
/// @param dw its gradient
/// @param v velocity; without momentum it is left alone and may be null
public record SgdUpdate(SgdStep numbers, Storage w, Storage dw, Storage v) {
}
