package earshot.kernels.gpu;

import earshot.kernels.DeviceStorage;
import java.util.Optional;
import java.util.function.Consumer;

/// A device at work: its driver, its memory, and the code of families.
public final class Gpu {
    private final GpuDriver driver;
    private final GpuMemory memory;

    /// The system property {@code earshot.gpu.mebibytes} leaves the rest of the device's memory to other programs.
    public Gpu(GpuDriver driver) {
        this.driver = driver;
        this.memory = new GpuMemory(driver, Long.getLong("earshot.gpu.mebibytes", Long.MAX_VALUE >> 20) << 20);
    }

    /// The device.
    public GpuDevice device() {
        return driver.device();
    }

    /// Its memory.
    public GpuMemory memory() {
        return memory;
    }

    /// Matrix products by the maker's library, if there is one.
    public Optional<GpuProducts> products() {
        return driver.products();
    }

    /// See [GpuDriver#tensorCores].
    public boolean tensorCores() {
        return driver.tensorCores();
    }

    /// The kernels in the text {@code family/family.cl}.
    public GpuCode code(String family) {
        return new GpuCode(driver, family);
    }

    /// Work space for the kernels that {@code work} asks for. It goes back to the pool at once: whoever gets it next asks for his kernels
    /// later, and the device keeps the order.
    public void withScratch(int size, Consumer<DeviceStorage> work) {
        DeviceStorage scratch = memory.allocate(size);
        try {
            work.accept(scratch);
        } finally {
            memory.release(scratch);
        }
    }
}
