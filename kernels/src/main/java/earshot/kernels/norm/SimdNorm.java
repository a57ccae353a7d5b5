package earshot.kernels.norm;

import earshot.kernels.Storage;
import earshot.kernels.simd.Workers;

/// Batch and group normalisation by vectors.
public final class SimdNorm implements NormKernels {
    private final SimdBatchNorm batch;
    private final SimdBatchNormBackward batchBackward;
    private final SimdGroupNorm groups;

    public SimdNorm(Workers workers) {
        this.batch = new SimdBatchNorm(workers);
        this.batchBackward = new SimdBatchNormBackward(workers);
        this.groups = new SimdGroupNorm(workers);
    }

    @Override
    public void statistics(BatchNormGeometry g, Storage x, Storage mean, Storage var) {
        batch.statistics(g, x, mean, var);
    }

    @Override
    public void normalize(BatchNormGeometry g, Storage x, Storage mean, Storage var, Storage w, Storage b, Storage r, Storage y) {
        batch.normalize(g, x, mean, var, w, b, r, y);
    }

    @Override
    public void fold(BatchNormGeometry g, Storage mean, Storage var, Storage w, Storage b, Storage scale, Storage shift) {
        batch.fold(g, mean, var, w, b, scale, shift);
    }

    @Override
    public void backward(BatchNormGeometry g, Storage x, Storage mean, Storage var, Storage w, Storage b, Storage dy, Storage dx,
            Storage dw, Storage db) {
        batchBackward.backward(g, true, x, mean, var, w, b, dy, dx, dw, db);
    }

    @Override
    public void backwardFixed(BatchNormGeometry g, Storage x, Storage mean, Storage var, Storage w, Storage b, Storage dy,
            Storage dx, Storage dw, Storage db) {
        batchBackward.backward(g, false, x, mean, var, w, b, dy, dx, dw, db);
    }

    @Override
    public void groupNorm(GroupNormGeometry g, Storage x, Storage w, Storage b, Storage y) {
        groups.forward(g, x, w, b, y);
    }

    @Override
    public void groupNormBackward(GroupNormGeometry g, Storage x, Storage w, Storage dy, Storage dx, Storage dw, Storage db) {
        groups.backward(g, x, w, dy, dx, dw, db);
    }
}
