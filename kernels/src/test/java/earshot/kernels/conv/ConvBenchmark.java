package earshot.kernels.conv;

import earshot.kernels.Storage;
import earshot.kernels.Window;
import earshot.kernels.benchmark.KernelBenchmark;
import earshot.kernels.elementwise.Epilogue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/// Convolutions of ResNet-34 (four stages, stem, stride 2, shortcut) and EfficientNet-B0, batch 32.
public class ConvBenchmark extends KernelBenchmark {
    /// {@code c x o x h x w x kernel x stride x groups}.
    @Param({"64x64x32x54x3x1x1", "128x128x16x27x3x1x1", "256x256x8x14x3x1x1", "512x512x4x7x3x1x1", "1x64x128x216x7x2x1",
            "64x128x32x54x3x2x1", "64x128x32x54x1x2x1", "24x144x32x54x1x1x1", "144x144x32x54x3x1x144", "240x240x16x27x5x1x240"})
    public String shape;

    private ConvGeometry g;
    private Storage x;
    private Storage w;
    private Storage y;

    @Setup
    public void prepare() {
        int[] s = sizes(shape);
        g = new ConvGeometry(32, s[2], s[3], s[0], s[1], s[6], Window.square(s[4], s[5], s[4] / 2));
        x = normal(g.n() * g.h() * g.w() * g.c());
        w = normal(s[4] * s[4] * g.groupC() * g.o());
        y = normal(g.n() * g.outH() * g.outW() * g.o());
    }

    @Benchmark
    public void forward() {
        cpu.conv().forward(g, x, w, Epilogue.NONE, y);
    }

    @Benchmark
    public void backwardData() {
        cpu.conv().backwardData(g, w, y, x);
    }

    @Benchmark
    public void backwardWeight() {
        cpu.conv().backwardWeight(g, x, y, w);
    }
}
