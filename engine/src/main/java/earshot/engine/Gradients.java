package earshot.engine;

/// Whether operations are recorded for a backward pass. On unless switched off; each thread has its own switch.
///
/// ```java
/// try (var _ = Scope.open(); var _ = Gradients.off()) {
///     float[] logits = model.apply(x).floats();
/// }
/// ```
public final class Gradients implements AutoCloseable {
    private static final ThreadLocal<Boolean> OFF = new ThreadLocal<>();

    private final Boolean before = OFF.get();

    private Gradients(boolean off) {
        OFF.set(off);
    }

    /// Stops recording until the result is closed.
    public static Gradients off() {
        return new Gradients(true);
    }

    /// Records until the result is closed, inside a stretch without.
    public static Gradients on() {
        return new Gradients(false);
    }

    /// Whether operations are recorded at the moment.
    public static boolean recording() {
        return OFF.get() != Boolean.TRUE;
    }

    /// Restores what held before.
    @Override
    public void close() {
        OFF.set(before);
    }
}
