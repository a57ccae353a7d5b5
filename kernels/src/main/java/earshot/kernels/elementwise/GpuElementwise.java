package earshot.kernels.elementwise;

import earshot.kernels.Storage;
import earshot.kernels.gpu.Gpu;
import earshot.kernels.gpu.GpuAxes;
import earshot.kernels.gpu.GpuCode;
import earshot.kernels.gpu.Grid;
import java.util.Locale;

/// Elementwise kernels on a GPU, a number to a work item: {@code elementwise.cl}.
public final class GpuElementwise implements ElementwiseKernels {
    private final GpuCode code;

    public GpuElementwise(Gpu gpu) {
        code = gpu.code("elementwise");
    }

    @Override
    public void unary(UnaryFunction f, int n, Storage x, Storage y) {
        code.run("unary_" + name(f), Grid.line(n), n, x, y);
    }

    @Override
    public void unaryBackward(UnaryFunction f, int n, Storage x, Storage y, Storage dy, Storage dx) {
        code.run("backward_" + name(f), Grid.line(n), n, f.readsOutput() ? y : x, dy, dx);
    }

    @Override
    public void binary(BinaryFunction f, Broadcast g, Storage a, Storage b, Storage y) {
        int n = g.size();
        code.run("binary_" + name(f), Grid.line(n), n, g.shape().length, GpuAxes.of(g.shape()), GpuAxes.of(g.strideA()),
                GpuAxes.of(g.strideB()), a, b, y);
    }

    @Override
    public void affine(int n, double scale, double shift, Storage x, Storage y) {
        code.run("affine", Grid.line(n), n, (float) scale, (float) shift, x, y);
    }

    @Override
    public void power(int n, double exponent, Storage x, Storage y) {
        float high = (float) exponent;
        code.run("power", Grid.line(n), n, high, (float) (exponent - high), x, y);
    }

    @Override
    public void select(int n, Storage mask, Storage a, Storage b, Storage y) {
        code.run("select_by", Grid.line(n), n, mask, a, b, y);
    }

    @Override
    public void fill(int n, double value, Storage y) {
        code.run("fill", Grid.line(n), n, (float) value, y);
    }

    private static String name(Enum<?> f) {
        return f.name().toLowerCase(Locale.ROOT);
    }
}
