package earshot.kernels.gpu;

import static org.jocl.CL.CL_MAP_READ;
import static org.jocl.CL.CL_MAP_WRITE;
import static org.jocl.CL.CL_MEM_ALLOC_HOST_PTR;
import static org.jocl.CL.CL_MEM_READ_WRITE;
import static org.jocl.CL.CL_QUEUE_PROFILING_ENABLE;

import earshot.kernels.DeviceIntStorage;
import earshot.kernels.DeviceStorage;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;
import org.jocl.cl_event;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;

/// [GpuDriver] by OpenCL 1.2, through JOCL.
public final class OpenClDriver implements GpuDriver {
    private final GpuDevice about;
    private final cl_context context;
    private final cl_command_queue queue;
    private final OpenClCompiler compiler;

    private record Buffer(cl_mem handle, long bytes) implements DeviceBuffer {
    }

    /// A compiled kernel; its arguments are set before each launch.
    record Kernel(cl_kernel handle, String name) implements GpuKernel {
    }

    private OpenClDriver(OpenClDevices.Found found) {
        about = found.about();
        cl_device_id[] devices = {found.device()};
        cl_context_properties properties = new cl_context_properties();
        properties.addProperty(CL.CL_CONTEXT_PLATFORM, found.platform());
        context = ask("clCreateContext", () -> CL.clCreateContext(properties, 1, devices, null, null, null));
        queue = ask("clCreateCommandQueue", () -> queue(context, found.device()));
        compiler = new OpenClCompiler(about, context, found.device(), CodeCache.ofUser());
    }

    @SuppressWarnings("deprecation") // since OpenCL 2.0, but the only way in 1.2; without further properties it keeps the order
    private static cl_command_queue queue(cl_context context, cl_device_id device) {
        return CL.clCreateCommandQueue(context, device, CL_QUEUE_PROFILING_ENABLE, null);
    }

    /// Why no device can be opened, and what would bring one; null if one can.
    public static String absence() {
        return OpenClDevices.absence();
    }

    /// The devices, each as it can be asked for and in words.
    public static List<String> devices() {
        return OpenClDevices.list().stream().map(found -> found.about().toString()).toList();
    }

    /// Opens a device.
    ///
    /// @param index its number, from 0
    /// @throws IllegalArgumentException if there are fewer; the message names those that there are
    public static OpenClDriver open(int index) {
        var devices = OpenClDevices.list();
        if (index >= devices.size()) {
            throw new IllegalArgumentException(
                    "opencl:" + index + ": there is no such device; there are " + String.join(", ", devices()));
        }
        return new OpenClDriver(devices.get(index));
    }

    @Override
    public GpuDevice device() {
        return about;
    }

    @Override
    public DeviceBuffer allocate(long bytes) {
        try {
            return new Buffer(CL.clCreateBuffer(context, CL_MEM_READ_WRITE, bytes, null, null), bytes);
        } catch (CLException refused) {
            throw new GpuMemoryException(about + ": clCreateBuffer of " + bytes + " bytes: " + refused.getMessage(), refused);
        }
    }

    @Override
    public void release(DeviceBuffer buffer) {
        ask("clReleaseMemObject", () -> CL.clReleaseMemObject(handle(buffer)));
    }

    @Override
    public ByteBuffer pinned(int bytes) {
        // Mapped for good: the mapping is what the device knows as pinned, and what it copies to and from by itself.
        cl_mem memory = ask("clCreateBuffer of pinned memory",
                () -> CL.clCreateBuffer(context, CL_MEM_READ_WRITE | CL_MEM_ALLOC_HOST_PTR, bytes, null, null));
        return ask("clEnqueueMapBuffer",
                () -> CL.clEnqueueMapBuffer(queue, memory, true, CL_MAP_READ | CL_MAP_WRITE, 0, bytes, 0, null, null, null));
    }

    @Override
    public void write(ByteBuffer from, DeviceBuffer to, long offset, long bytes) {
        ask("clEnqueueWriteBuffer", () -> CL.clEnqueueWriteBuffer(queue, handle(to), false, offset, bytes, Pointer.to(from), 0,
                null, null));
    }

    @Override
    public void read(DeviceBuffer from, long offset, ByteBuffer to, long bytes) {
        ask("clEnqueueReadBuffer",
                () -> CL.clEnqueueReadBuffer(queue, handle(from), false, offset, bytes, Pointer.to(to), 0, null,
                        null));
    }

    @Override
    public void copy(DeviceBuffer from, DeviceBuffer to, long bytes) {
        ask("clEnqueueCopyBuffer",
                () -> CL.clEnqueueCopyBuffer(queue, handle(from), handle(to), 0, 0, bytes, 0, null, null));
    }

    @Override
    public GpuProgram compile(GpuText text) {
        return compiler.compile(text);
    }

    @Override
    public synchronized void launch(GpuKernel kernel, Grid grid, Object... arguments) {
        cl_kernel handle = ((Kernel) kernel).handle();
        long[] group = {grid.itemsX(), grid.itemsY(), grid.itemsZ()};
        long[] all = {(long) grid.groupsX() * grid.itemsX(), (long) grid.groupsY() * grid.itemsY(),
                (long) grid.groupsZ() * grid.itemsZ()};
        ask(kernel.name(), () -> {
            for (int i = 0; i < arguments.length; i++) {
                set(handle, i, arguments[i]);
            }
            return CL.clEnqueueNDRangeKernel(queue, handle, all.length, null, all, group, 0, null, null);
        });
    }

    private static void set(cl_kernel kernel, int index, Object argument) {
        switch (argument) {
            case null -> CL.clSetKernelArg(kernel, index, Sizeof.cl_mem, null);
            case DeviceStorage storage -> set(kernel, index, storage.buffer());
            case DeviceIntStorage storage -> set(kernel, index, storage.buffer());
            case Buffer buffer -> CL.clSetKernelArg(kernel, index, Sizeof.cl_mem, Pointer.to(buffer.handle()));
            case Integer i -> CL.clSetKernelArg(kernel, index, Integer.BYTES, Pointer.to(new int[]{i}));
            case Long l -> CL.clSetKernelArg(kernel, index, Long.BYTES, Pointer.to(new long[]{l}));
            case Float f -> CL.clSetKernelArg(kernel, index, Float.BYTES, Pointer.to(new float[]{f}));
            case int[] structure -> CL.clSetKernelArg(kernel, index, (long) Integer.BYTES * structure.length,
                    Pointer.to(structure));
            default -> throw new IllegalArgumentException(
                    "kernel argument " + index + ": expected a storage of the device, int, long, float or int[], got "
                            + argument);
        }
    }

    @Override
    public GpuEvent mark() {
        cl_event event = new cl_event();
        ask("clEnqueueMarkerWithWaitList", () -> CL.clEnqueueMarkerWithWaitList(queue, 0, null, event));
        ask("clFlush", () -> CL.clFlush(queue));
        return new Event(event);
    }

    private final class Event implements GpuEvent {
        private final cl_event handle;

        Event(cl_event handle) {
            this.handle = handle;
        }

        @Override
        public void await() {
            ask("clWaitForEvents", () -> CL.clWaitForEvents(1, new cl_event[]{handle}));
        }

        @Override
        public double millisecondsSince(GpuEvent earlier) {
            await();
            return (passed(handle) - passed(((Event) earlier).handle)) * 1e-6;
        }

        private long passed(cl_event event) {
            long[] nanoseconds = new long[1];
            ask("clGetEventProfilingInfo", () -> CL.clGetEventProfilingInfo(event, CL.CL_PROFILING_COMMAND_END, Long.BYTES,
                    Pointer.to(nanoseconds), null));
            return nanoseconds[0];
        }

        @Override
        public void close() {
            ask("clReleaseEvent", () -> CL.clReleaseEvent(handle));
        }
    }

    @Override
    public void finish() {
        ask("clFinish", () -> CL.clFinish(queue));
    }

    @Override
    public void close() {
        finish();
        ask("clReleaseCommandQueue", () -> CL.clReleaseCommandQueue(queue));
        ask("clReleaseContext", () -> CL.clReleaseContext(context));
    }

    private static cl_mem handle(DeviceBuffer buffer) {
        return ((Buffer) buffer).handle();
    }

    private <T> T ask(String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (CLException refused) {
            throw new GpuException(about + ": " + what + ": " + refused.getMessage(), refused);
        }
    }
}
