package earshot.kernels;

import earshot.kernels.reference.ReferenceBackend;
import earshot.kernels.simd.SimdBackend;
import java.util.List;

/// Chooses a backend by name, and explains why one is absent.
public final class Backends {
    private static final List<String> NAMES = List.of("cpu", "cpu-exact", "reference", "opencl", "cuda");
    private static final String AUTO = "auto";

    private Backends() {
    }

    /// Whether a backend can be had here.
    ///
    /// @param name as given to [Backends#create]
    /// @param available whether [Backends#create] would succeed
    /// @param reason what it is, or why it is absent and what would bring it: one sentence
    public record Availability(String name, boolean available, String reason) {
    }

    /// A backend by name; {@code auto} is {@code cpu}.
    ///
    /// @param name {@code cpu}, {@code cpu-exact}, {@code reference}, {@code opencl}, {@code cuda} or {@code auto}
    /// @param threads number of threads that a backend with a choice works with, at least 1
    /// @throws IllegalArgumentException if there is no such name or {@code threads} is less than 1
    /// @throws UnsupportedOperationException if the backend is absent; the message says why
    public static Backend create(String name, int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("backend " + name + ": need at least 1 thread, got " + threads);
        }
        Availability availability = availability(name.equals(AUTO) ? "cpu" : name);
        if (!availability.available()) {
            throw new UnsupportedOperationException("backend " + name + " is absent: " + availability.reason());
        }
        return switch (availability.name()) {
            case "cpu" -> SimdBackend.create(threads);
            case "cpu-exact" -> SimdBackend.exact(threads);
            case "reference" -> ReferenceBackend.create();
            default -> throw new AssertionError(availability);
        };
    }

    /// Every backend that this build knows by name.
    public static List<Availability> list() {
        return NAMES.stream().map(Backends::availability).toList();
    }

    private static Availability availability(String name) {
        return switch (name) {
            case "cpu", "cpu-exact" -> ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
                    ? new Availability(name, true, "single precision on the Vector API, several threads"
                            + (name.equals("cpu") ? "" : "; all convolutions as plain sums, without Winograd's method"))
                    : new Availability(name, false, "the JVM runs without the module jdk.incubator.vector;"
                            + " start java with --add-modules jdk.incubator.vector");
            case "reference" -> new Availability(name, true, "double precision in plain loops, 1 thread: exact and slow");
            case "opencl", "cuda" -> new Availability(name, false,
                    "this build carries no kernels for it; use cpu, or reference for double precision");
            default -> throw new IllegalArgumentException(
                    "backend: no such name: " + name + "; the names are " + String.join(", ", NAMES) + ", " + AUTO);
        };
    }
}
