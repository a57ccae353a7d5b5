package earshot.kernels.gpu;

import static org.jocl.CL.CL_PROGRAM_BINARIES;
import static org.jocl.CL.CL_PROGRAM_BINARY_SIZES;
import static org.jocl.CL.CL_PROGRAM_BUILD_LOG;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_context;
import org.jocl.cl_device_id;
import org.jocl.cl_program;

/// Texts to programs for one device, through the cache on disk.
///
/// @param about the device in words
record OpenClCompiler(GpuDevice about, cl_context context, cl_device_id device, CodeCache cache) {
    private static final String OPTIONS = "-cl-std=CL1.2";

    GpuProgram compile(GpuText text) {
        String whole = GpuText.prelude("opencl") + text.text();
        String key = CodeCache.key(about, OPTIONS, whole);
        try {
            cl_program program = cache.load(key).flatMap(this::revived).orElse(null);
            if (program == null) {
                program = built(text.name(), whole);
                cache.store(key, binary(program));
            }
            return kernels(text.name(), program);
        } catch (CLException refused) {
            throw new GpuException(about + ": " + text.name() + ": " + refused.getMessage(), refused);
        }
    }

    /// Kept code; empty if the driver will not have it, as after an update that its version does not show.
    private Optional<cl_program> revived(byte[] code) {
        cl_program program = null;
        try {
            program = CL.clCreateProgramWithBinary(context, 1, new cl_device_id[]{device}, new long[]{code.length},
                    new byte[][]{code}, null, null);
            CL.clBuildProgram(program, 1, new cl_device_id[]{device}, OPTIONS, null, null);
            return Optional.of(program);
        } catch (CLException stale) {
            if (program != null) {
                CL.clReleaseProgram(program);
            }
            return Optional.empty();
        }
    }

    private cl_program built(String name, String whole) {
        cl_program program = CL.clCreateProgramWithSource(context, 1, new String[]{whole}, null, null);
        try {
            CL.clBuildProgram(program, 1, new cl_device_id[]{device}, OPTIONS, null, null);
            return program;
        } catch (CLException refused) {
            String log = log(program);
            CL.clReleaseProgram(program);
            throw new GpuException(
                    about + ": " + name + " does not compile: " + CL.stringFor_errorCode(refused.getStatus()) + "\n"
                            + log,
                    refused);
        }
    }

    private String log(cl_program program) {
        long[] size = new long[1];
        CL.clGetProgramBuildInfo(program, device, CL_PROGRAM_BUILD_LOG, 0, null, size);
        byte[] log = new byte[(int) size[0]];
        CL.clGetProgramBuildInfo(program, device, CL_PROGRAM_BUILD_LOG, log.length, Pointer.to(log), null);
        return new String(log, StandardCharsets.UTF_8).strip();
    }

    private static byte[] binary(cl_program program) {
        long[] size = new long[1];
        CL.clGetProgramInfo(program, CL_PROGRAM_BINARY_SIZES, Sizeof.size_t, Pointer.to(size), null);
        byte[] code = new byte[(int) size[0]];
        CL.clGetProgramInfo(program, CL_PROGRAM_BINARIES, Sizeof.POINTER, Pointer.to(Pointer.to(code)), null);
        return code;
    }

    private GpuProgram kernels(String name, cl_program program) {
        return kernel -> {
            try {
                return new OpenClDriver.Kernel(CL.clCreateKernel(program, kernel, null), name + ": " + kernel);
            } catch (CLException refused) {
                throw new GpuException(about + ": " + name + ": kernel " + kernel + ": " + refused.getMessage(), refused);
            }
        };
    }
}
