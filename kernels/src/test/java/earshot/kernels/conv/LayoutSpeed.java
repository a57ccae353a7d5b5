package earshot.kernels.conv;

import earshot.kernels.Window;
import earshot.kernels.elementwise.Epilogue;
import earshot.kernels.elementwise.SimdEpilogue;
import earshot.kernels.matmul.SimdTile;
import earshot.kernels.simd.Scratch;
import earshot.kernels.simd.Workers;
import java.util.Arrays;
import java.util.Locale;

/// A program: what a 3×3 convolution of ResNet-34's four stages would gain, batch 32, if images stood in blocks of channels,
/// {@code [N, C / block, H, W, block]}, and not channels last. Its products see neither, since they work on transformed tiles; what reads and
/// writes images are the transforms, and a block of channels is to them an image of few channels. So both are timed on as many numbers, as
/// many images of all channels or many more of one block, in turns, beside the whole convolution. Prints medians in milliseconds.
///
/// ```
/// mvn -q -pl kernels test-compile
/// java @src/build/jvm.args -cp kernels/target/classes:kernels/target/test-classes earshot.kernels.conv.LayoutSpeed
/// ```
final class LayoutSpeed {
    private static final int BATCH = 32;
    private static final int PAD = 80;

    private LayoutSpeed() {
    }

    public static void main(String[] args) {
        System.out.println("channels   whole   transforms: channels last   blocks");
        stage(64, 32, 54);
        stage(128, 16, 27);
        stage(256, 8, 14);
        stage(512, 4, 7);
    }

    private static void stage(int channels, int h, int w) {
        var workers = new Workers(Runtime.getRuntime().availableProcessors());
        var last = new ConvGeometry(BATCH, h, w, channels, channels, Window.square(3, 1, 1));
        var blocks = new ConvGeometry(BATCH * channels / SimdTile.COLUMNS, h, w, SimdTile.COLUMNS, SimdTile.COLUMNS,
                Window.square(3, 1, 1));
        float[] x = new float[BATCH * h * w * channels];
        Arrays.fill(x, 0.5f);
        float[] y = new float[x.length];
        float[] k = new float[9 * channels * channels];
        var epilogue = new SimdEpilogue(Epilogue.NONE, channels, false);
        var winograd = new SimdWinograd(workers);
        double[] seconds = Turns.medians(() -> winograd.forward(last, x, k, epilogue, y), () -> transforms(workers, last, x, y),
                () -> transforms(workers, blocks, x, y));
        System.out.printf(Locale.ROOT, "%8d %7.2f %27.2f %8.2f%n", channels, 1e3 * seconds[0], 1e3 * seconds[1],
                1e3 * seconds[2]);
    }

    /// Transforms every tile of {@code x} into one place, which stays in the caches, and every tile of {@code y} from one.
    private static void transforms(Workers workers, ConvGeometry g, float[] x, float[] y) {
        WinogradTiles tiles = WinogradTiles.of(g);
        int step = g.c() + PAD;
        workers.stretches(tiles.count(), 512 * SimdTile.COLUMNS / g.c(), (from, to) -> {
            float[] points = Scratch.BLOCK.floats(Winograd.POINTS * step);
            float[] tile = Scratch.PATCHES.floats(Winograd.POINTS * g.c());
            float[] buffer = Winograd.buffer();
            for (int t = from; t < to; t++) {
                tiles.input(x, t, points, 0, 1, step, tile, buffer);
                tiles.output(points, 0, step, t, y, tile, buffer);
            }
        });
    }
}
