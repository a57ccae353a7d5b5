package earshot.kernels.gpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.kernels.DeviceStorage;
import org.junit.jupiter.api.Test;

@OnGpu
class OpenClDriverTest {
    private final GpuDriver driver = GpuUnderTest.driver();

    @Test
    void aTextThatDoesNotCompileShowsTheCompilersLog() {
        var error = assertThrows(GpuException.class,
                () -> driver.compile(
                        new GpuText("wrong.cl", "#line 1 \"wrong.cl\"\nKERNEL k(GLOBAL float *y) { y[0] = nowhere; }\n")));
        assertTrue(error.getMessage().startsWith(driver.device() + ": wrong.cl does not compile: CL_BUILD_PROGRAM_FAILURE\n"),
                error.getMessage());
        assertTrue(error.getMessage().contains("wrong.cl:1"), error.getMessage());
        assertTrue(error.getMessage().contains("nowhere"), error.getMessage());
    }

    @Test
    void whatTheDriverRefusesIsNamed() {
        GpuProgram program = driver.compile(new GpuText("one.cl", "KERNEL one(GLOBAL float *y) { y[0] = 1.0f; }\n"));
        var error = assertThrows(GpuException.class, () -> program.kernel("two"));
        assertEquals(driver.device() + ": one.cl: kernel two: CL_INVALID_KERNEL_NAME", error.getMessage());
        GpuKernel kernel = program.kernel("one");
        assertThrows(IllegalArgumentException.class, () -> driver.launch(kernel, Grid.line(1), 1.0));
    }

    /// The second compilation takes what the first has kept.
    @Test
    void aKernelRunsInBothItsLives() {
        String text = "KERNEL next(int n, GLOBAL float *y) { int i = GLOBAL_ID(0); if (i < n) { y[i] += 1.0f; } }\n";
        GpuMemory memory = new GpuMemory(driver, 1 << 20);
        DeviceStorage y = memory.allocate(300);
        memory.write(new float[300], y);
        for (int life = 1; life <= 2; life++) {
            GpuKernel kernel = driver.compile(new GpuText("next.cl", text)).kernel("next");
            GpuEvent before = driver.mark();
            driver.launch(kernel, Grid.line(299), 299, y);
            try (GpuEvent after = driver.mark()) {
                assertTrue(after.millisecondsSince(before) >= 0);
            }
            before.close();
            float[] values = memory.readFloats(y);
            assertEquals(life, values[298]);
            assertEquals(0, values[299]);
        }
        memory.release(y);
    }

    @Test
    void profilesNameEveryKernel() {
        ProfilingDriver profiling = new ProfilingDriver(driver);
        GpuMemory memory = new GpuMemory(profiling, 1 << 20);
        DeviceStorage y = memory.allocate(1);
        memory.write(new float[1], y);
        GpuKernel kernel = profiling.compile(new GpuText("p.cl", "KERNEL p(GLOBAL float *y) { y[0] += 1.0f; }\n")).kernel("p");
        profiling.launch(kernel, new Grid(1, 1, 1, 1, 1, 1), y);
        profiling.launch(kernel, new Grid(1, 1, 1, 1, 1, 1), y);
        assertArrayEquals(new float[]{2}, memory.readFloats(y));
        assertTrue(profiling.report().matches("(?s) *[0-9.]+ ms 100\\.0% +2  p\\.cl: p"), profiling.report());
        memory.release(y);
    }

    @Test
    void aDeviceThatIsNotThereIsNamed() {
        var error = assertThrows(IllegalArgumentException.class, () -> OpenClDriver.open(99));
        assertTrue(error.getMessage().startsWith("opencl:99: there is no such device; there are opencl:0 ("), error.getMessage());
    }
}
