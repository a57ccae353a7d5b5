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

/// A GPU, or what OpenCL takes for one: single precision, one text for each family of kernels, whatever the driver.
public final class GpuBackend {

    private GpuBackend() {
    }

    /// A backend with a memory of its own on a device. The system property {@code earshot.gpu.profile} has it tell on standard error, when
    /// the program ends, how long the device took for each kernel.
    public static Backend create(GpuDriver driver) {
        Gpu gpu = new Gpu(Boolean.getBoolean("earshot.gpu.profile") ? profiling(driver) : driver);
        GpuMatmul matmul = new GpuMatmul(gpu);
        return new Backend(driver.device().name(), "single precision on " + driver.device().model(), gpu.memory(),
                new GpuElementwise(gpu),
                new GpuReduce(gpu), matmul, new GpuConv(gpu, matmul), new GpuPool(gpu), new GpuNorm(gpu), new GpuSoftmax(gpu),
                new GpuOptim(gpu), new GpuRandom(gpu), new GpuIndex(gpu), new GpuAttention(gpu));
    }

    private static GpuDriver profiling(GpuDriver driver) {
        ProfilingDriver profiling = new ProfilingDriver(driver);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.err.println(profiling.report())));
        return profiling;
    }
}
