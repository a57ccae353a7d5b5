package earshot.engine;

import java.lang.StackWalker.StackFrame;
import java.security.CodeSource;
import java.util.Objects;

/// A place in the caller's code, for errors: the innermost frame that is not the engine's own.
///
/// @param frame null if the engine itself is all there is
record Origin(StackFrame frame) {
    private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    /// Whether a class belongs to the engine, looked up once per class.
    private static final ClassValue<Boolean> OWN = new ClassValue<>() {
        private final CodeSource engine = Origin.class.getProtectionDomain().getCodeSource();

        @Override
        protected Boolean computeValue(Class<?> type) {
            CodeSource source = type.getProtectionDomain().getCodeSource();
            return source != null && Objects.equals(source.getLocation(), engine.getLocation());
        }
    };

    /// Where the engine was called from.
    static Origin here() {
        return new Origin(WALKER.walk(frames -> frames.filter(f -> !OWN.get(f.getDeclaringClass())).findFirst().orElse(null)));
    }

    /// {@code Class.method(File.java:12)}.
    @Override
    public String toString() {
        if (frame == null) {
            return "an unknown place";
        }
        String type = frame.getClassName();
        return type.substring(type.lastIndexOf('.') + 1) + "." + frame.getMethodName() + "(" + frame.getFileName() + ":"
                + frame.getLineNumber() + ")";
    }
}
