package earshot.engine;

import java.util.LinkedHashSet;
import java.util.Set;

/// Owns the memory of the tensors made while it is the innermost open one, and gives it back when it closes.
///
/// ```java
/// try (var _ = Scope.open()) {          // one training step
///     Tensor loss = model.apply(x).crossEntropy(target);
///     loss.backward();
///     optimizer.step();
/// }
/// ```
///
/// Scopes nest and belong to the thread that opened them. Parameters, their gradients and running statistics live outside.
/// Using a tensor whose scope has closed is an error that says where the tensor was made and where the scope was closed.
public final class Scope implements AutoCloseable {
    private static final ThreadLocal<Scope> CURRENT = new ThreadLocal<>();

    private final Set<Buffer> buffers = new LinkedHashSet<>();
    private final Scope parent;
    private final Thread thread;
    private final Origin opened;
    private Origin closed;

    private Scope(Scope parent, Origin opened) {
        this.parent = parent;
        this.thread = Thread.currentThread();
        this.opened = opened;
    }

    /// Opens a scope inside the current one, if any, and makes it the current one of this thread.
    public static Scope open() {
        return open(Origin.here());
    }

    /// The innermost open scope of this thread.
    ///
    /// @throws IllegalStateException if none is open
    public static Scope current() {
        Scope scope = CURRENT.get();
        if (scope == null) {
            throw new IllegalStateException("scope: none is open on thread " + Thread.currentThread().getName()
                    + ", so a new tensor would have no owner; put the work inside try (var _ = Scope.open()) { … }");
        }
        return scope;
    }

    /// Opens a scope for the engine's own temporaries, where nobody needs to know the place.
    static Scope inner() {
        return open(current().opened);
    }

    private static Scope open(Origin opened) {
        Scope scope = new Scope(CURRENT.get(), opened);
        CURRENT.set(scope);
        return scope;
    }

    /// Hands a tensor to the enclosing scope, so that it outlives this one. A tensor that belongs to an outer scope already, or
    /// to none, stays where it is.
    ///
    /// @return the same tensor
    /// @throws IllegalStateException if there is no enclosing scope, or the tensor is gone
    public Tensor promote(Tensor tensor) {
        tensor.storage();
        Buffer buffer = tensor.buffer();
        if (buffer.scope == this) {
            if (parent == null) {
                throw new IllegalStateException("scope: the one opened at " + opened + " has no enclosing scope to promote "
                        + tensor.about() + " to; open another one around it, or read the values with floats()");
            }
            buffer.move(parent);
        }
        return tensor;
    }

    /// Number of buffers that this scope holds at the moment.
    public int size() {
        return buffers.size();
    }

    /// Gives back all memory of this scope and makes the enclosing one current.
    ///
    /// @throws IllegalStateException if it is closed already, if a scope inside it is still open, or on another thread
    @Override
    public void close() {
        if (closed != null) {
            throw new IllegalStateException("scope: the one opened at " + opened + " was closed already at " + closed
                    + "; close it once, best by try-with-resources");
        }
        if (Thread.currentThread() != thread) {
            throw new IllegalStateException("scope: the one opened at " + opened + " belongs to thread " + thread.getName()
                    + " and cannot be closed on " + Thread.currentThread().getName());
        }
        if (CURRENT.get() != this) {
            throw new IllegalStateException("scope: the one opened at " + opened + " still has an open scope inside, opened at "
                    + CURRENT.get().opened + "; close that one first, best by try-with-resources");
        }
        closed = Origin.here();
        CURRENT.set(parent);
        if (!buffers.isEmpty()) {
            String reason = "its scope, opened at " + opened + ", was closed at " + closed
                    + "; use it inside the scope, promote it to an outer one, or read its values first";
            buffers.forEach(b -> b.retire(reason));
            buffers.clear();
        }
    }

    void add(Buffer buffer) {
        buffers.add(buffer);
    }

    void remove(Buffer buffer) {
        buffers.remove(buffer);
    }
}
