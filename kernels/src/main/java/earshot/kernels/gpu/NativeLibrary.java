package earshot.kernels.gpu;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.List;
import java.util.Locale;

/// Whether the system has a library, asked without noise: the bindings print the loader's words or whole stack traces when it has not.
final class NativeLibrary {

    private NativeLibrary() {
    }

    /// Whether one of these can be loaded.
    @SuppressWarnings("restricted") // it may run the initialisers of the library, which the bindings do anyway
    static boolean present(List<String> names) {
        for (String name : names) {
            try (Arena arena = Arena.ofConfined()) {
                SymbolLookup.libraryLookup(name, arena);
                return true;
            } catch (IllegalArgumentException absent) {
                // The next name may do.
            }
        }
        return false;
    }

    /// The file of a library on this system.
    ///
    /// @param linux name on Linux and the like
    /// @param windows name on Windows
    /// @param mac path on macOS
    static List<String> named(String linux, String windows, String mac) {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (system.startsWith("windows")) {
            return List.of(windows);
        }
        return system.startsWith("mac") ? List.of(mac) : List.of(linux);
    }
}
