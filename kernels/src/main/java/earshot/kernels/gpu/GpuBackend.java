package earshot.kernels.gpu;

import earshot.kernels.Backend;
import earshot.kernels.attention.GpuAttention;
import earshot.kernels.conv.GpuConv;
import earshot.kernels.elementwise.GpuElementwise;
import earshot.kernels.index.GpuIndex;
import earshot.kernels.matmul.GpuMatmul;
import earshot.kernels.norm.GpuNorm;
import earshot.kernels.optim.GpuOptim;
import earshot.kernels.pool.GpuPool;
import earshot.kernels.random.GpuRandom;
import earshot.kernels.reduce.GpuReduce;
import earshot.kernels.softmax.GpuSoftmax;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A GPU, or what OpenCL takes for one: single precision, one text for each family of kernels, whatever the driver.
public final class GpuBackend {

    private GpuBackend() {
    }

    /// A backend with a memory of its own on a device. The system property {@code earshot.gpu.profile} names a file that tells, when the
    /// program has ended, how long the device took for each kernel.
    public static Backend create(GpuDriver driver) {
        String profile = System.getProperty("earshot.gpu.profile");
        Gpu gpu = new Gpu(profile == null ? driver : profiling(driver, Path.of(profile)));
        GpuMatmul matmul = new GpuMatmul(gpu);
        return new Backend(driver.device().name(), "single precision on " + driver.device().model(), gpu.memory(),
                new GpuElementwise(gpu),
                new GpuReduce(gpu), matmul, new GpuConv(gpu, matmul), new GpuPool(gpu), new GpuNorm(gpu), new GpuSoftmax(gpu),
                new GpuOptim(gpu), new GpuRandom(gpu), new GpuIndex(gpu), new GpuAttention(gpu));
    }

    private static GpuDriver profiling(GpuDriver driver, Path file) {
        ProfilingDriver profiling = new ProfilingDriver(driver);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> write(file, profiling.report())));
        return profiling;
    }

    private static void write(Path file, String report) {
        try {
            Files.writeString(file, report + System.lineSeparator());
        } catch (IOException refused) {
            throw new UncheckedIOException("cannot write " + file + ", which earshot.gpu.profile names", refused);
        }
    }
}
