package earshot.kernels.optim;

import earshot.kernels.Storage;
import earshot.kernels.gpu.Gpu;
import earshot.kernels.gpu.GpuCode;
import earshot.kernels.gpu.Grid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// Optimiser updates on a GPU, eight parameters in a launch: {@code optim.cl}.
public final class GpuOptim implements OptimKernels {
    /// Parameters of a launch; {@code BUNDLE} in the text.
    private static final int BUNDLE = 8;
    /// Work items of a group, and the numbers whose squares it sums; {@code ITEMS} and {@code BLOCK} in the text.
    private static final int ITEMS = 128;
    private static final int BLOCK = 64 * ITEMS;

    private final Gpu gpu;
    private final GpuCode code;

    public GpuOptim(Gpu gpu) {
        this.gpu = gpu;
        code = gpu.code("optim");
    }

    @Override
    public void adamW(List<AdamWUpdate> updates) {
        run("adam_w", ITEMS, updates, AdamWUpdate::w, u -> {
            AdamWStep s = u.numbers();
            double rate = s.lr() / (1 - Math.pow(s.beta1(), s.step()));
            double unbias = 1 / Math.sqrt(1 - Math.pow(s.beta2(), s.step()));
            return new Object[]{(float) (1 - s.lr() * s.weightDecay()), (float) s.beta1(), (float) (1 - s.beta1()),
                    (float) s.beta2(), (float) (1 - s.beta2()), (float) s.eps(), (float) rate, (float) unbias, u.dw(), u.m(),
                    u.v()};
        });
    }

    @Override
    public void sgd(List<SgdUpdate> updates) {
        run("sgd", ITEMS, updates, SgdUpdate::w, u -> {
            SgdStep s = u.numbers();
            return new Object[]{(float) s.lr(), (float) s.weightDecay(), (float) s.momentum(), (float) (1 - s.dampening()),
                    s.nesterov() ? 1 : 0, u.dw(), s.momentum() == 0 ? null : u.v()};
        });
    }

    @Override
    public void average(double decay, List<AverageUpdate> updates) {
        run("average", ITEMS, updates, AverageUpdate::x, u -> new Object[]{(float) (1 - decay), u.average()});
    }

    /// Numbers, and the first of the blocks whose sums they get.
    private record Squared(Storage x, int firstBlock) {
    }

    /// {@inheritDoc}
    ///
    /// The device sums blocks with twice the digits of a float; their sums are added here, in double.
    @Override
    public double sumOfSquares(List<? extends Storage> xs) {
        List<Squared> all = new ArrayList<>();
        int blocks = 0;
        for (Storage x : xs) {
            all.add(new Squared(x, blocks));
            blocks += Grid.groups(x.size(), BLOCK);
        }
        double[] sum = new double[1];
        gpu.withScratch(3 * blocks, parts -> {
            run("squares", BLOCK, all, Squared::x, s -> new Object[]{s.firstBlock(), parts});
            double[] values = gpu.memory().readDoubles(parts);
            for (int i = 0; i < values.length; i += 3) {
                double scale = values[i + 2];
                sum[0] += (values[i] + values[i + 1]) / (scale * scale);
            }
        });
        return sum[0];
    }

    /// Runs a kernel on storages, a bundle of them at a time.
    ///
    /// @param share elements of a storage that a group works on
    /// @param main the storage that says how many elements there are
    /// @param others what the kernel takes after the number of elements and that storage
    private <U> void run(String kernel, int share, List<U> all, Function<U, Storage> main, Function<U, Object[]> others) {
        for (int from = 0; from < all.size(); from += BUNDLE) {
            List<Object> arguments = new ArrayList<>();
            int groups = 0;
            for (int i = from; i < from + BUNDLE; i++) {
                // What is left of the last bundle repeats its first storage, as one without elements.
                U u = all.get(i < all.size() ? i : from);
                int n = i < all.size() ? main.apply(u).size() : 0;
                groups += Grid.groups(n, share);
                arguments.addAll(List.of(n, main.apply(u)));
                arguments.addAll(Arrays.asList(others.apply(u)));
            }
            code.run(kernel, Grid.teams(groups, ITEMS), arguments.toArray());
        }
    }
}
