package earshot.kernels.optim;

import earshot.kernels.Storage;

/// Numbers and their moving average, both of one size.
public record AverageUpdate(Storage x, Storage average) {
}
