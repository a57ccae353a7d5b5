package earshot.kernels.gpu;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;
import jcuda.nvrtc.JNvrtc;
import jcuda.nvrtc.nvrtcProgram;
import jcuda.nvrtc.nvrtcResult;

/// Texts to modules for one device. The build has made PTX of every text where it found {@code nvcc}, and the driver makes machine code
/// of that (and keeps it). Where the jar has none, or the driver is too old for it, NVIDIA's run-time compiler makes it, kept in the cache
/// on disk.
///
/// @param about the device in words
record CudaCompiler(GpuDevice about, CodeCache cache) {
    private static final List<String> NVRTC = NativeLibrary.named("libnvrtc.so.12", "nvrtc64_120_0.dll", "libnvrtc.dylib");

    /// A call of the driver that needs its context.
    interface Call {
        void run(String what, IntSupplier call);
    }

    GpuProgram compile(GpuText text, Call onDevice) {
        String name = text.name();
        CUmodule module = new CUmodule();
        Optional<byte[]> bundled = bundled(name);
        try {
            onDevice.run(name, () -> JCudaDriver.cuModuleLoadData(module, bundled.orElseGet(() -> compiled(text))));
        } catch (GpuException refused) {
            if (bundled.isEmpty() || !NativeLibrary.present(NVRTC)) {
                throw refused;
            }
            onDevice.run(name, () -> JCudaDriver.cuModuleLoadData(module, compiled(text)));
        }
        return kernel -> {
            CUfunction function = new CUfunction();
            onDevice.run(name + ": kernel " + kernel, () -> JCudaDriver.cuModuleGetFunction(function, module, kernel));
            return new CudaDriver.Kernel(function, name + ": " + kernel);
        };
    }

    private static Optional<byte[]> bundled(String name) {
        try (InputStream in = CudaCompiler.class.getResourceAsStream("/earshot/kernels/" + name.replaceFirst("cl$", "ptx"))) {
            return in == null ? Optional.empty() : Optional.of(terminated(in.readAllBytes()));
        } catch (IOException unreadable) {
            throw new GpuException(name + ": its PTX in the jar cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private byte[] compiled(GpuText text) {
        if (!NativeLibrary.present(NVRTC)) {
            throw new GpuException(about + ": " + text.name() + ": this jar was built without nvcc and so carries no PTX, and the"
                    + " run-time compiler " + NVRTC.getFirst()
                    + " is missing; install CUDA 12, or build where nvcc is on the PATH");
        }
        String whole = GpuText.prelude("cuda") + text.text();
        String[] options = {"--gpu-architecture=" + text.architecture()};
        String key = CodeCache.key(about, options[0], whole);
        return terminated(cache.load(key).orElseGet(() -> {
            byte[] ptx = byNvrtc(text.name(), whole, options).getBytes(StandardCharsets.UTF_8);
            cache.store(key, ptx);
            return ptx;
        }));
    }

    private String byNvrtc(String name, String whole, String[] options) {
        nvrtcProgram program = new nvrtcProgram();
        JNvrtc.nvrtcCreateProgram(program, whole, name, 0, null, null);
        try {
            int result = JNvrtc.nvrtcCompileProgram(program, options.length, options);
            if (result != nvrtcResult.NVRTC_SUCCESS) {
                String[] log = new String[1];
                JNvrtc.nvrtcGetProgramLog(program, log);
                throw new GpuException(
                        about + ": " + name + " does not compile: " + JNvrtc.nvrtcGetErrorString(result) + "\n" + log[0]);
            }
            String[] ptx = new String[1];
            JNvrtc.nvrtcGetPTX(program, ptx);
            return ptx[0];
        } finally {
            JNvrtc.nvrtcDestroyProgram(program);
        }
    }

    /// PTX is text that the driver reads up to a zero.
    private static byte[] terminated(byte[] ptx) {
        byte[] text = new byte[ptx.length + 1];
        System.arraycopy(ptx, 0, text, 0, ptx.length);
        return text;
    }
}
