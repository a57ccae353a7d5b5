package earshot.kernels.gpu;

import static org.jocl.CL.CL_DEVICE_GLOBAL_MEM_SIZE;
import static org.jocl.CL.CL_DEVICE_MAX_MEM_ALLOC_SIZE;
import static org.jocl.CL.CL_DEVICE_NAME;
import static org.jocl.CL.CL_DEVICE_TYPE;
import static org.jocl.CL.CL_DEVICE_TYPE_ALL;
import static org.jocl.CL.CL_DEVICE_TYPE_GPU;
import static org.jocl.CL.CL_DEVICE_VERSION;
import static org.jocl.CL.CL_DRIVER_VERSION;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/// The OpenCL devices of this machine, GPUs first, otherwise in the order of the system.
final class OpenClDevices {
    private static final List<String> LOADER = NativeLibrary.named("libOpenCL.so.1", "OpenCL.dll",
            "/System/Library/Frameworks/OpenCL.framework/OpenCL");

    /// One of them.
    record Found(cl_platform_id platform, cl_device_id device, GpuDevice about) {
    }

    private OpenClDevices() {
    }

    /// Why there is none, and what would bring one; null if there is one.
    static String absence() {
        if (!NativeLibrary.present(LOADER)) {
            return "the system has no OpenCL (" + LOADER.getFirst()
                    + "); install the driver of your GPU, or PoCL, which runs OpenCL on"
                    + " the CPU (Debian: apt install pocl-opencl-icd)";
        }
        try {
            return list().isEmpty()
                    ? "OpenCL is installed but has no device; install the driver of your GPU, or PoCL (Debian: apt install"
                            + " pocl-opencl-icd)"
                    : null;
        } catch (LinkageError unbound) {
            return "JOCL has no binding for this system (" + System.getProperty("os.name") + ", " + System.getProperty("os.arch")
                    + "); use cpu";
        }
    }

    static List<Found> list() {
        CL.setExceptionsEnabled(true);
        List<Found> gpus = new ArrayList<>();
        List<Found> others = new ArrayList<>();
        for (cl_platform_id platform : platforms()) {
            for (cl_device_id device : devices(platform)) {
                boolean gpu = (number(device, CL_DEVICE_TYPE) & CL_DEVICE_TYPE_GPU) != 0;
                (gpu ? gpus : others).add(new Found(platform, device, null));
            }
        }
        gpus.addAll(others);
        List<Found> all = new ArrayList<>();
        for (Found found : gpus) {
            all.add(new Found(found.platform, found.device, about(found.device, all.size())));
        }
        return all;
    }

    private static GpuDevice about(cl_device_id device, int index) {
        return new GpuDevice("opencl:" + index, text(device, CL_DEVICE_NAME),
                text(device, CL_DEVICE_VERSION) + ", " + text(device, CL_DRIVER_VERSION),
                number(device, CL_DEVICE_GLOBAL_MEM_SIZE), number(device, CL_DEVICE_MAX_MEM_ALLOC_SIZE));
    }

    private static cl_platform_id[] platforms() {
        try {
            int[] count = new int[1];
            CL.clGetPlatformIDs(0, null, count);
            cl_platform_id[] platforms = new cl_platform_id[count[0]];
            CL.clGetPlatformIDs(platforms.length, platforms, null);
            return platforms;
        } catch (CLException none) {
            return new cl_platform_id[0];
        }
    }

    private static cl_device_id[] devices(cl_platform_id platform) {
        try {
            int[] count = new int[1];
            CL.clGetDeviceIDs(platform, CL_DEVICE_TYPE_ALL, 0, null, count);
            cl_device_id[] devices = new cl_device_id[count[0]];
            CL.clGetDeviceIDs(platform, CL_DEVICE_TYPE_ALL, devices.length, devices, null);
            return devices;
        } catch (CLException none) {
            return new cl_device_id[0];
        }
    }

    private static long number(cl_device_id device, int what) {
        long[] value = new long[1];
        CL.clGetDeviceInfo(device, what, Long.BYTES, Pointer.to(value), null);
        return value[0];
    }

    private static String text(cl_device_id device, int what) {
        long[] size = new long[1];
        CL.clGetDeviceInfo(device, what, 0, null, size);
        byte[] bytes = new byte[(int) size[0]];
        CL.clGetDeviceInfo(device, what, bytes.length, Pointer.to(bytes), null);
        return new String(bytes, 0, Math.max(0, bytes.length - 1), StandardCharsets.UTF_8).strip();
    }
}
