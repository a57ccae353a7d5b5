package earshot.kernels.conv;

import earshot.kernels.Window;
import earshot.kernels.elementwise.Epilogue;
import earshot.kernels.elementwise.SimdEpilogue;
import earshot.kernels.simd.Workers;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/// A program: Winograd's filtering against the gathered product, on 3×3 convolutions of ResNet-34's four stages, batch 32, taking turns in
/// one run. Prints medians in GFLOP/s of the direct sum's operations.
///
/// ```
/// mvn -q -pl kernels test-compile
/// java @src/build/jvm.args -cp kernels/target/classes:kernels/target/test-classes earshot.kernels.conv.WinogradSpeed
/// ```
final class WinogradSpeed {
    private WinogradSpeed() {
    }

    public static void main(String[] args) {
        System.out.println("channels      forward    input gradient   weight gradient   (product, Winograd)");
        stage(64, 32, 54);
        stage(128, 16, 27);
        stage(256, 8, 14);
        stage(512, 4, 7);
    }

    private static void stage(int channels, int h, int w) {
        var workers = new Workers(Runtime.getRuntime().availableProcessors());
        var product = new SimdProductConv(workers);
        var productWeight = new SimdProductConvWeight(workers);
        var winograd = new SimdWinograd(workers);
        var winogradWeight = new SimdWinogradWeight(workers);
        var g = new ConvGeometry(32, h, w, channels, channels, Window.square(3, 1, 1));
        float[] x = normal(32 * h * w * channels, 1);
        float[] dy = normal(x.length, 2);
        float[] k = normal(9 * channels * channels, 3);
        float[] y = new float[x.length];
        float[] dk = new float[k.length];
        double[] seconds = Turns.medians(() -> product.forward(g, x, k, Epilogue.NONE, y),
                () -> winograd.forward(g, x, k, new SimdEpilogue(Epilogue.NONE, channels, false), y),
                () -> product.backwardData(g, k, dy, y), () -> winograd.backwardData(g, k, dy, y),
                () -> productWeight.backwardWeight(g, x, dy, dk), () -> winogradWeight.backwardWeight(g, x, dy, dk));
        double operations = 2.0 * x.length * 9 * channels;
        Object[] rates = Arrays.stream(seconds).mapToObj(t -> operations / t / 1e9).toArray();
        System.out.printf(Locale.ROOT, "%8d   %4.0f  %4.0f      %4.0f  %4.0f        %4.0f  %4.0f%n",
                concat(channels, rates));
    }

    private static Object[] concat(Object first, Object[] rest) {
        Object[] all = new Object[rest.length + 1];
        all[0] = first;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return all;
    }

    private static float[] normal(int n, long seed) {
        Random random = new Random(seed);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
