package earshot.kernels.gpu;

import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import jcuda.driver.CUdevice;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/// NVIDIA's GPUs in this machine, in the driver's order.
final class CudaDevices {
    private static final List<String> DRIVER = NativeLibrary.named("libcuda.so.1", "nvcuda.dll", "libcuda.dylib");

    private CudaDevices() {
    }

    /// Why there is none, and what would bring one; null if there is one.
    static String absence() {
        if (!NativeLibrary.present(DRIVER)) {
            return "the system has no NVIDIA driver (" + DRIVER.getFirst() + "); on a machine with an NVIDIA GPU, install it;"
                    + " elsewhere use cpu or opencl";
        }
        try {
            int result = JCudaDriver.cuInit(0);
            return result == CUresult.CUDA_SUCCESS && !list().isEmpty()
                    ? null
                    : "NVIDIA's driver is installed but gives no GPU (" + CUresult.stringFor(result)
                            + "); see what nvidia-smi says";
        } catch (LinkageError unbound) {
            return "JCuda has no binding for this system (" + System.getProperty("os.name") + ", " + System.getProperty("os.arch")
                    + "); use cpu or opencl";
        }
    }

    static List<GpuDevice> list() {
        JCudaDriver.cuInit(0);
        int[] count = new int[1];
        JCudaDriver.cuDeviceGetCount(count);
        int[] version = new int[1];
        JCudaDriver.cuDriverGetVersion(version);
        List<GpuDevice> devices = new ArrayList<>();
        for (int index = 0; index < count[0]; index++) {
            CUdevice device = new CUdevice();
            JCudaDriver.cuDeviceGet(device, index);
            byte[] name = new byte[256];
            JCudaDriver.cuDeviceGetName(name, name.length, device);
            long[] memory = new long[1];
            JCudaDriver.cuDeviceTotalMem(memory, device);
            String capability = major(device) + "."
                    + attribute(device, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
            devices.add(new GpuDevice("cuda:" + index, new String(name, StandardCharsets.UTF_8).replaceAll("\0.*", ""),
                    "compute " + capability + ", CUDA " + version[0] / 1000 + "." + version[0] % 1000 / 10, memory[0],
                    memory[0]));
        }
        return devices;
    }

    /// The first number of the compute capability.
    static int major(CUdevice device) {
        return attribute(device, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR);
    }

    private static int attribute(CUdevice device, int what) {
        int[] value = new int[1];
        JCudaDriver.cuDeviceGetAttribute(value, what, device);
        return value[0];
    }
}
