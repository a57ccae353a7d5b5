package earshot.experiments.cli;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;

/// The launcher's half of hiding the Java machine's notice about the incubating vector module.
///
/// The machine writes that notice to stderr before `main` and has no option against it. The launcher therefore starts it with a filter
/// as stderr and the real stderr as a second descriptor, whose number it passes in `earshot.stderr`. Putting the real one back makes
/// progress bars and the order of lines independent of the filter.
final class StandardError {
    private StandardError() {
    }

    /// Makes descriptor 2 the real stderr again. Where that is impossible the filter simply stays, which passes every line on.
    @SuppressWarnings("restricted") // dup2 takes two numbers and touches no memory
    static void restore() {
        Integer real = Integer.getInteger("earshot.stderr");
        if (real == null) {
            return;
        }
        Linker linker = Linker.nativeLinker();
        var dup2 = linker.defaultLookup().find("dup2");
        if (dup2.isEmpty()) {
            return;
        }
        var signature = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        try {
            int copied = (int) linker.downcallHandle(dup2.get(), signature).invokeExact((int) real, 2);
            assert copied == 2;
        } catch (Throwable unavailable) {
            // Native access was switched off, say by EARSHOT_JAVA_OPTS: the filter stays, nothing is lost.
            return;
        }
    }
}
