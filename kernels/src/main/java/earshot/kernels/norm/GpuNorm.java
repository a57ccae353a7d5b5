package earshot.kernels.norm;

import earshot.kernels.Storage;
import earshot.kernels.gpu.Gpu;
import earshot.kernels.gpu.GpuCode;
import earshot.kernels.gpu.Grid;

/// Batch and group normalisation on a GPU: {@code norm.cl}.
public final class GpuNorm implements NormKernels {
    private static final int LANES = 32; // as in norm.cl
    private static final int LINES = 8;
    private static final int ITEMS = 128; // as in group.cl
    /// Most parts that rows are summed up in, and fewest rows of a part. They are no property of the device: results are the same on
    /// all.
    private static final int MOST_PARTS = 64;
    private static final int LEAST_ROWS = 64;
    /// Rows of a work-group that adds nothing up.
    private static final int ROWS = 64;

    private final Gpu gpu;
    private final GpuCode code;

    public GpuNorm(Gpu gpu) {
        this.gpu = gpu;
        this.code = gpu.code("norm");
    }

    @Override
    public void statistics(BatchNormGeometry g, Storage x, Storage mean, Storage var) {
        int part = part(g.rows());
        gpu.withScratch(3 * parts(g.rows()) * g.channels(), moments -> {
            code.run("norm_moments", grid(g.rows(), part, g.channels()), g.rows(), g.channels(), part, x, moments);
            code.run("norm_statistics", Grid.line(g.channels()), g.rows(), g.channels(), part, moments, mean, var);
        });
    }

    @Override
    public void normalize(BatchNormGeometry g, Storage x, Storage mean, Storage var, Storage w, Storage b, Storage r, Storage y) {
        code.run("norm_normalize", grid(g.rows(), ROWS, g.channels()), g.rows(), g.channels(), ROWS, (float) g.eps(),
                g.activation().ordinal(), x, mean, var, w, b, r, y);
    }

    @Override
    public void fold(BatchNormGeometry g, Storage mean, Storage var, Storage w, Storage b, Storage scale, Storage shift) {
        code.run("norm_fold", Grid.line(g.channels()), g.channels(), (float) g.eps(), mean, var, w, b, scale, shift);
    }

    @Override
    public void backward(BatchNormGeometry g, Storage x, Storage mean, Storage var, Storage w, Storage b, Storage dy, Storage dx,
            Storage dw, Storage db) {
        backward(g, 0, x, mean, var, w, b, dy, dx, dw, db);
    }

    @Override
    public void backwardFixed(BatchNormGeometry g, Storage x, Storage mean, Storage var, Storage w, Storage b, Storage dy,
            Storage dx, Storage dw, Storage db) {
        backward(g, 1, x, mean, var, w, b, dy, dx, dw, db);
    }

    private void backward(BatchNormGeometry g, int fixed, Storage x, Storage mean, Storage var, Storage w, Storage b, Storage dy,
            Storage dx, Storage dw, Storage db) {
        int part = part(g.rows());
        int parts = parts(g.rows());
        gpu.withScratch(2 * parts * g.channels(), sums -> {
            code.run("norm_sums", grid(g.rows(), part, g.channels()), g.rows(), g.channels(), part, (float) g.eps(),
                    g.activation().ordinal(), x, mean, var, w, b, dy, sums);
            code.run("norm_parameters", Grid.line(g.channels()), g.channels(), parts, sums, dw, db);
        });
        code.run("norm_backward", grid(g.rows(), ROWS, g.channels()), g.rows(), g.channels(), ROWS, (float) g.eps(),
                g.activation().ordinal(), fixed, x, mean, var, w, b, dy, dw, db, dx);
    }

    @Override
    public void groupNorm(GroupNormGeometry g, Storage x, Storage w, Storage b, Storage y) {
        int groups = g.items() * g.groups();
        gpu.withScratch(3 * groups, moments -> {
            code.run("group_moments", Grid.teams(groups, ITEMS), ints(g), (float) g.eps(), x, moments);
            code.run("group_normalize", Grid.line(size(g)), ints(g), x, moments, w, b, y);
        });
    }

    @Override
    public void groupNormBackward(GroupNormGeometry g, Storage x, Storage w, Storage dy, Storage dx, Storage dw, Storage db) {
        int groups = g.items() * g.groups();
        gpu.withScratch(3 * groups, moments -> {
            code.run("group_moments", Grid.teams(groups, ITEMS), ints(g), (float) g.eps(), x, moments);
            if (w != null) {
                groupParameters(g, x, moments, dy, dw, db);
            }
            gpu.withScratch(2 * groups, means -> {
                code.run("group_means", Grid.teams(groups, ITEMS), ints(g), x, moments, w, dy, means);
                code.run("group_backward", Grid.line(size(g)), ints(g), x, moments, means, w, dy, dx);
            });
        });
    }

    private void groupParameters(GroupNormGeometry g, Storage x, Storage moments, Storage dy, Storage dw, Storage db) {
        int rows = g.items() * g.positions();
        int part = part(rows);
        int parts = parts(rows);
        gpu.withScratch(2 * parts * g.channels(), sums -> {
            code.run("group_sums", grid(rows, part, g.channels()), rows, g.channels(), part, ints(g), x, moments, dy, sums);
            code.run("norm_parameters", Grid.line(g.channels()), g.channels(), parts, sums, dw, db);
        });
    }

    private static int part(int rows) {
        return Math.max(LEAST_ROWS, Math.ceilDiv(rows, MOST_PARTS));
    }

    private static int parts(int rows) {
        return Math.ceilDiv(rows, part(rows));
    }

    private static Grid grid(int rows, int part, int channels) {
        return new Grid(Math.ceilDiv(rows, part), Grid.groups(channels, LANES), 1, LANES, LINES, 1);
    }

    private static int size(GroupNormGeometry g) {
        return g.items() * g.positions() * g.channels();
    }

    private static int[] ints(GroupNormGeometry g) {
        return new int[]{g.items(), g.positions(), g.groups(), g.width()};
    }
}
