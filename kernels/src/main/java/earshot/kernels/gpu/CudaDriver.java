package earshot.kernels.gpu;

import earshot.kernels.DeviceIntStorage;
import earshot.kernels.DeviceStorage;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUfunction;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/// [GpuDriver] by CUDA's driver interface, through JCuda: it needs NVIDIA's driver and nothing else of CUDA.
///
/// The system property {@code earshot.cuda.tf32} lets products round their operands to TF32, of 10 bits after the point instead of 23, which
/// tensor cores multiply many times as fast.
public final class CudaDriver implements GpuDriver {
    static final boolean TF32 = Boolean.getBoolean("earshot.cuda.tf32");

    private final GpuDevice about;
    private final CUdevice device = new CUdevice();
    private final CUcontext context = new CUcontext();
    private final CUstream stream = new CUstream();
    private final CudaCompiler compiler;
    private final Optional<GpuProducts> products;

    private record Buffer(CUdeviceptr address, long bytes) implements DeviceBuffer {
    }

    /// A compiled kernel.
    record Kernel(CUfunction function, String name) implements GpuKernel {
    }

    private CudaDriver(int index, GpuDevice about) {
        this.about = about;
        ask("cuDeviceGet", () -> JCudaDriver.cuDeviceGet(device, index));
        // The primary one is what NVIDIA's libraries use too.
        ask("cuDevicePrimaryCtxRetain", () -> JCudaDriver.cuDevicePrimaryCtxRetain(context, device));
        onDevice("cuStreamCreate", () -> JCudaDriver.cuStreamCreate(stream, 1 /* does not wait for the default stream */));
        compiler = new CudaCompiler(about, CodeCache.ofUser());
        products = CudaProducts.open(stream);
    }

    /// Why no device can be opened, and what would bring one; null if one can.
    public static String absence() {
        return CudaDevices.absence();
    }

    /// The devices, each as it can be asked for and in words.
    public static List<String> devices() {
        return CudaDevices.list().stream().map(GpuDevice::toString).toList();
    }

    /// What slower ways the devices go because a library of NVIDIA's is missing, and what would bring the fast ones; empty if none is.
    public static String fallbacks() {
        return CudaProducts.absence();
    }

    /// Opens a device.
    ///
    /// @param index its number, from 0
    /// @throws IllegalArgumentException if there are fewer; the message names those that there are
    public static CudaDriver open(int index) {
        List<GpuDevice> devices = CudaDevices.list();
        if (index >= devices.size()) {
            throw new IllegalArgumentException(
                    "cuda:" + index + ": there is no such device; there are " + String.join(", ", devices()));
        }
        return new CudaDriver(index, devices.get(index));
    }

    @Override
    public GpuDevice device() {
        return about;
    }

    @Override
    public DeviceBuffer allocate(long bytes) {
        CUdeviceptr address = new CUdeviceptr();
        try {
            onDevice("cuMemAlloc of " + bytes + " bytes", () -> JCudaDriver.cuMemAlloc(address, bytes));
        } catch (GpuException refused) {
            throw new GpuMemoryException(refused.getMessage(), refused);
        }
        return new Buffer(address, bytes);
    }

    @Override
    public void release(DeviceBuffer buffer) {
        onDevice("cuMemFree", () -> JCudaDriver.cuMemFree(address(buffer)));
    }

    @Override
    public ByteBuffer pinned(int bytes) {
        Pointer memory = new Pointer();
        onDevice("cuMemHostAlloc", () -> JCudaDriver.cuMemHostAlloc(memory, bytes, 0));
        return memory.getByteBuffer(0, bytes);
    }

    @Override
    public void write(ByteBuffer from, DeviceBuffer to, long offset, long bytes) {
        onDevice("cuMemcpyHtoDAsync",
                () -> JCudaDriver.cuMemcpyHtoDAsync(address(to).withByteOffset(offset), Pointer.to(from), bytes,
                        stream));
    }

    @Override
    public void read(DeviceBuffer from, long offset, ByteBuffer to, long bytes) {
        onDevice("cuMemcpyDtoHAsync",
                () -> JCudaDriver.cuMemcpyDtoHAsync(Pointer.to(to), address(from).withByteOffset(offset), bytes,
                        stream));
    }

    @Override
    public void copy(DeviceBuffer from, DeviceBuffer to, long bytes) {
        onDevice("cuMemcpyDtoDAsync", () -> JCudaDriver.cuMemcpyDtoDAsync(address(to), address(from), bytes, stream));
    }

    @Override
    public GpuProgram compile(GpuText text) {
        return compiler.compile(text, this::onDevice);
    }

    @Override
    public void launch(GpuKernel kernel, Grid grid, Object... arguments) {
        Pointer[] pointers = new Pointer[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            pointers[i] = pointer(i, arguments[i]);
        }
        onDevice(kernel.name(), () -> JCudaDriver.cuLaunchKernel(((Kernel) kernel).function(), grid.groupsX(), grid.groupsY(),
                grid.groupsZ(), grid.itemsX(), grid.itemsY(), grid.itemsZ(), 0, stream, Pointer.to(pointers), null));
    }

    private static Pointer pointer(int index, Object argument) {
        return switch (argument) {
            case null -> Pointer.to(new CUdeviceptr());
            case DeviceStorage storage -> Pointer.to(address(storage.buffer()));
            case DeviceIntStorage storage -> Pointer.to(address(storage.buffer()));
            case Integer i -> Pointer.to(new int[]{i});
            case Long l -> Pointer.to(new long[]{l});
            case Float f -> Pointer.to(new float[]{f});
            case int[] structure -> Pointer.to(structure);
            default -> throw new IllegalArgumentException(
                    "kernel argument " + index + ": expected a storage of the device, int, long, float or int[], got "
                            + argument);
        };
    }

    @Override
    public boolean tensorCores() {
        return TF32 && CudaDevices.major(device) >= 8;
    }

    @Override
    public Optional<GpuProducts> products() {
        return products;
    }

    @Override
    public GpuEvent mark() {
        CUevent event = new CUevent();
        onDevice("cuEventCreate", () -> JCudaDriver.cuEventCreate(event, 0));
        onDevice("cuEventRecord", () -> JCudaDriver.cuEventRecord(event, stream));
        return new Event(event);
    }

    private final class Event implements GpuEvent {
        private final CUevent handle;

        Event(CUevent handle) {
            this.handle = handle;
        }

        @Override
        public void await() {
            onDevice("cuEventSynchronize", () -> JCudaDriver.cuEventSynchronize(handle));
        }

        @Override
        public double millisecondsSince(GpuEvent earlier) {
            await();
            float[] milliseconds = new float[1];
            onDevice("cuEventElapsedTime",
                    () -> JCudaDriver.cuEventElapsedTime(milliseconds, ((Event) earlier).handle, handle));
            return milliseconds[0];
        }

        @Override
        public void close() {
            onDevice("cuEventDestroy", () -> JCudaDriver.cuEventDestroy(handle));
        }
    }

    @Override
    public void finish() {
        onDevice("cuStreamSynchronize", () -> JCudaDriver.cuStreamSynchronize(stream));
    }

    @Override
    public void close() {
        finish();
        onDevice("cuStreamDestroy", () -> JCudaDriver.cuStreamDestroy(stream));
        ask("cuDevicePrimaryCtxRelease", () -> JCudaDriver.cuDevicePrimaryCtxRelease(device));
    }

    /// The address behind a storage.
    static CUdeviceptr address(DeviceBuffer buffer) {
        return ((Buffer) buffer).address();
    }

    /// A call that needs the device's context, whatever the thread.
    private void onDevice(String what, IntSupplier call) {
        ask("cuCtxSetCurrent", () -> JCudaDriver.cuCtxSetCurrent(context));
        ask(what, call);
    }

    private void ask(String what, IntSupplier call) {
        int result = call.getAsInt();
        if (result != CUresult.CUDA_SUCCESS) {
            throw new GpuException(about + ": " + what + ": " + CUresult.stringFor(result));
        }
    }
}
