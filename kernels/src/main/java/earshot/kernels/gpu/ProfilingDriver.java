package earshot.kernels.gpu;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/// A driver that also measures how long the device takes for each kernel. The marks around every launch cost some microseconds; the
/// device's own time is not changed by them.
public final class ProfilingDriver implements GpuDriver {
    /// Launches measured before their times are fetched, for which the device must have done them.
    private static final int PENDING = 1000;

    private final GpuDriver driver;
    private final List<Launch> pending = new ArrayList<>();
    private final Map<String, Total> totals = new HashMap<>();

    private record Launch(String kernel, GpuEvent before, GpuEvent after) {
    }

    private record Total(long launches, double milliseconds) {
    }

    public ProfilingDriver(GpuDriver driver) {
        this.driver = driver;
    }

    /// All kernels so far, one a line, the one that took longest first: milliseconds, share of all, launches, name.
    public synchronized String report() {
        fetch();
        double all = totals.values().stream().mapToDouble(Total::milliseconds).sum();
        var lines = new StringJoiner("\n");
        totals.entrySet().stream()
                .sorted(Comparator.comparingDouble((Map.Entry<String, Total> e) -> e.getValue().milliseconds()).reversed())
                .forEach(e -> lines.add(String.format(Locale.ROOT, "%10.2f ms %5.1f%% %8d  %s", e.getValue().milliseconds(),
                        100 * e.getValue().milliseconds() / all, e.getValue().launches(), e.getKey())));
        return lines.toString();
    }

    @Override
    public synchronized void launch(GpuKernel kernel, Grid grid, Object... arguments) {
        GpuEvent before = driver.mark();
        driver.launch(kernel, grid, arguments);
        pending.add(new Launch(kernel.name(), before, driver.mark()));
        if (pending.size() == PENDING) {
            fetch();
        }
    }

    private void fetch() {
        for (Launch launch : pending) {
            Total one = new Total(1, launch.after.millisecondsSince(launch.before));
            totals.merge(launch.kernel, one,
                    (a, b) -> new Total(a.launches + b.launches, a.milliseconds + b.milliseconds));
            launch.before.close();
            launch.after.close();
        }
        pending.clear();
    }

    @Override
    public GpuDevice device() {
        return driver.device();
    }

    @Override
    public DeviceBuffer allocate(long bytes) {
        return driver.allocate(bytes);
    }

    @Override
    public void release(DeviceBuffer buffer) {
        driver.release(buffer);
    }

    @Override
    public ByteBuffer pinned(int bytes) {
        return driver.pinned(bytes);
    }

    @Override
    public void write(ByteBuffer from, DeviceBuffer to, long offset, long bytes) {
        driver.write(from, to, offset, bytes);
    }

    @Override
    public void read(DeviceBuffer from, long offset, ByteBuffer to, long bytes) {
        driver.read(from, offset, to, bytes);
    }

    @Override
    public void copy(DeviceBuffer from, DeviceBuffer to, long bytes) {
        driver.copy(from, to, bytes);
    }

    @Override
    public GpuProgram compile(GpuText text) {
        return driver.compile(text);
    }

    @Override
    public boolean tensorCores() {
        return driver.tensorCores();
    }

    @Override
    public Optional<GpuProducts> products() {
        return driver.products();
    }

    @Override
    public GpuEvent mark() {
        return driver.mark();
    }

    @Override
    public void finish() {
        driver.finish();
    }

    @Override
    public void close() {
        driver.close();
    }
}
