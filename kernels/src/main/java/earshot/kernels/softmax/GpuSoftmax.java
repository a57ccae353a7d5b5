package earshot.kernels.softmax;

import earshot.kernels.Storage;
import earshot.kernels.gpu.Gpu;
import earshot.kernels.gpu.GpuCode;
import earshot.kernels.gpu.Grid;

/// Softmax on a GPU, a work-group for each row: {@code softmax.cl}.
public final class GpuSoftmax implements SoftmaxKernels {
    private static final int ITEMS = 64; // as in softmax.cl

    private final GpuCode code;

    public GpuSoftmax(Gpu gpu) {
        code = gpu.code("softmax");
    }

    @Override
    public void softmax(SoftmaxGeometry g, Storage x, Storage y) {
        code.run("softmax", rows(g), g.classes(), x, y);
    }

    @Override
    public void softmaxBackward(SoftmaxGeometry g, Storage y, Storage dy, Storage dx) {
        code.run("softmax_backward", rows(g), g.classes(), y, dy, dx);
    }

    @Override
    public void logSoftmax(SoftmaxGeometry g, Storage x, Storage y) {
        code.run("log_softmax", rows(g), g.classes(), x, y);
    }

    @Override
    public void logSoftmaxBackward(SoftmaxGeometry g, Storage y, Storage dy, Storage dx) {
        code.run("log_softmax_backward", rows(g), g.classes(), y, dy, dx);
    }

    @Override
    public void crossEntropy(SoftmaxGeometry g, Storage x, Storage target, Storage p, Storage loss) {
        code.run("cross_entropy", rows(g), g.classes(), x, target, p, loss);
    }

    @Override
    public void crossEntropyBackward(SoftmaxGeometry g, Storage p, Storage target, Storage dloss, Storage dx) {
        code.run("cross_entropy_backward", rows(g), g.classes(), p, target, dloss, dx);
    }

    private static Grid rows(SoftmaxGeometry g) {
        return Grid.teams(g.rows(), ITEMS);
    }
}
