package earshot.kernels.optim;

import earshot.kernels.Storage;
import earshot.kernels.gpu.Gpu;
import earshot.kernels.gpu.GpuCode;
import earshot.kernels.gpu.Grid;
import java.util.List;

/// Optimiser updates on a GPU, a parameter to a work item: {@code optim.cl}.
public final class GpuOptim implements OptimKernels {
    /// Work items of a group that sums squares together, and the numbers that it takes; {@code ITEMS} and {@code BLOCK} in the text.
    private static final int ITEMS = 128;
    private static final int BLOCK = 64 * ITEMS;

    private final Gpu gpu;
    private final GpuCode code;

    public GpuOptim(Gpu gpu) {
        this.gpu = gpu;
        code = gpu.code("optim");
    }

    @Override
    public void adamW(int n, AdamWStep s, Storage w, Storage dw, Storage m, Storage v) {
        double rate = s.lr() / (1 - Math.pow(s.beta1(), s.step()));
        double unbias = 1 / Math.sqrt(1 - Math.pow(s.beta2(), s.step()));
        code.run("adam_w", Grid.line(n), n, (float) (1 - s.lr() * s.weightDecay()), (float) s.beta1(), (float) (1 - s.beta1()),
                (float) s.beta2(), (float) (1 - s.beta2()), (float) s.eps(), (float) rate, (float) unbias, w, dw, m, v);
    }

    @Override
    public void sgd(int n, SgdStep s, Storage w, Storage dw, Storage v) {
        code.run("sgd", Grid.line(n), n, (float) s.lr(), (float) s.weightDecay(), (float) s.momentum(),
                (float) (1 - s.dampening()), s.nesterov() ? 1 : 0, w, dw, s.momentum() == 0 ? null : v);
    }

    @Override
    public void average(int n, double decay, Storage x, Storage average) {
        code.run("average", Grid.line(n), n, (float) (1 - decay), x, average);
    }

    /// {@inheritDoc}
    ///
    /// The device sums blocks with twice the digits of a float; their sums are added here, in double.
    @Override
    public double sumOfSquares(List<? extends Storage> xs) {
        int blocks = xs.stream().mapToInt(x -> Grid.groups(x.size(), BLOCK)).sum();
        double[] sum = new double[1];
        gpu.withScratch(3 * blocks, parts -> {
            int first = 0;
            for (Storage x : xs) {
                int own = Grid.groups(x.size(), BLOCK);
                code.run("squares", Grid.teams(own, ITEMS), x.size(), first, x, parts);
                first += own;
            }
            double[] values = gpu.memory().readDoubles(parts);
            for (int i = 0; i < values.length; i += 3) {
                double scale = values[i + 2];
                sum[0] += (values[i] + values[i + 1]) / (scale * scale);
            }
        });
        return sum[0];
    }
}
