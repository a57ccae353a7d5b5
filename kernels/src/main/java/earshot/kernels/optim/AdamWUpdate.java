package earshot.kernels.optim;

import earshot.kernels.Storage;

/// A parameter that AdamW changes, with all that belongs to it; every storage has the parameter's size.
///
/// @param w the parameter
/// @param dw its gradient
/// @param m moving mean of the gradient
/// @param v moving mean of the gradient's square
public record AdamWUpdate(AdamWStep numbers, Storage w, Storage dw, Storage m, Storage v) {
}
