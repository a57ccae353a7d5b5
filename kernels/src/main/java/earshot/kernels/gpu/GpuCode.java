package earshot.kernels.gpu;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The kernels of one family on one device, compiled when the first of them runs.
public final class GpuCode {
    private final GpuDriver driver;
    private final String family;
    private final Map<String, GpuKernel> kernels = new ConcurrentHashMap<>();
    private GpuProgram program;

    GpuCode(GpuDriver driver, String family) {
        this.driver = driver;
        this.family = family;
    }

    /// Asks the device to run a kernel; an empty grid asks for nothing.
    ///
    /// @param kernel its name in the family's text
    /// @param arguments as [GpuDriver#launch] says
    public void run(String kernel, Grid grid, Object... arguments) {
        if (!grid.empty()) {
            driver.launch(kernels.computeIfAbsent(kernel, name -> program().kernel(name)), grid, arguments);
        }
    }

    private synchronized GpuProgram program() {
        if (program == null) {
            program = driver.compile(GpuText.of(family));
        }
        return program;
    }
}
