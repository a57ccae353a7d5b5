package earshot.kernels;

import earshot.kernels.gpu.CudaDriver;
import earshot.kernels.gpu.GpuBackend;
import earshot.kernels.gpu.OpenClDriver;
import earshot.kernels.reference.ReferenceBackend;
import earshot.kernels.simd.SimdBackend;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Chooses a backend by name, and explains why one is absent.
public final class Backends {
    private static final List<String> NAMES = List.of("cpu", "cpu-exact", "reference", "opencl", "cuda");
    private static final String AUTO = "auto";
    private static final Pattern GPU = Pattern.compile("(?:opencl|cuda)(?::([0-9]{1,4}))?");

    private Backends() {
    }

    /// Whether a backend can be had here.
    ///
    /// @param name as given to [Backends#create]
    /// @param available whether [Backends#create] would succeed
    /// @param reason what it is, or why it is absent and what would bring it: one sentence
    public record Availability(String name, boolean available, String reason) {
    }

    /// A backend by name; {@code auto} is {@code cpu}. Nothing native is looked for unless the name asks for it.
    ///
    /// @param name {@code cpu}, {@code cpu-exact}, {@code reference}, {@code opencl}, {@code cuda} or {@code auto}; a machine with
    /// several GPUs numbers them from 0: {@code opencl:1}
    /// @param threads number of threads that a backend with a choice works with, at least 1
    /// @throws IllegalArgumentException if there is no such name or number, or {@code threads} is less than 1
    /// @throws UnsupportedOperationException if the backend is absent; the message says why
    public static Backend create(String name, int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("backend " + name + ": need at least 1 thread, got " + threads);
        }
        int colon = name.indexOf(':');
        Availability availability = availability(
                name.equals(AUTO) ? "cpu" : colon > 0 && number(name) >= 0 ? name.substring(0, colon) : name);
        if (!availability.available()) {
            throw new UnsupportedOperationException("backend " + name + " is absent: " + availability.reason());
        }
        return switch (availability.name()) {
            case "cpu" -> SimdBackend.create(threads);
            case "cpu-exact" -> SimdBackend.exact(threads);
            case "reference" -> ReferenceBackend.create();
            case "opencl" -> GpuBackend.create(OpenClDriver.open(number(name)));
            case "cuda" -> GpuBackend.create(CudaDriver.open(number(name)));
            default -> throw new AssertionError(availability);
        };
    }

    /// Every backend that this build knows by name.
    public static List<Availability> list() {
        return NAMES.stream().map(Backends::availability).toList();
    }

    /// Which GPU a name asks for: 0 unless it says; -1 if no GPU or no number follows.
    private static int number(String name) {
        Matcher gpu = GPU.matcher(name);
        return !gpu.matches() ? -1 : gpu.group(1) == null ? 0 : Integer.parseInt(gpu.group(1));
    }

    private static Availability availability(String name) {
        return switch (name) {
            case "cpu", "cpu-exact" -> ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
                    ? new Availability(name, true, "single precision on the Vector API, several threads"
                            + (name.equals("cpu") ? "" : "; all convolutions as plain sums, without Winograd's method"))
                    : new Availability(name, false, "the JVM runs without the module jdk.incubator.vector;"
                            + " start java with --add-modules jdk.incubator.vector");
            case "reference" -> new Availability(name, true, "double precision in plain loops, 1 thread: exact and slow");
            case "opencl" -> gpu(name, OpenClDriver.absence(), OpenClDriver::devices, "");
            case "cuda" -> gpu(name, CudaDriver.absence(), CudaDriver::devices, CudaDriver.fallbacks());
            default -> throw new IllegalArgumentException(
                    "backend: no such name: " + name + "; the names are " + String.join(", ", NAMES) + ", " + AUTO);
        };
    }

    private static Availability gpu(String name, String absence, Supplier<List<String>> devices, String fallbacks) {
        return absence != null
                ? new Availability(name, false, absence)
                : new Availability(name, true, "single precision on " + String.join(", ", devices.get())
                        + (fallbacks.isEmpty() ? "" : "; " + fallbacks));
    }
}
