package earshot.engine;

import earshot.kernels.Backend;
import earshot.kernels.IntStorage;
import earshot.kernels.Storage;
import java.util.Arrays;

/// A handle to an array of numbers on one backend: a shape, memory, and where it came from.
///
/// The precision is the backend's. Memory belongs to the [Scope] that was current when the tensor was made. The operations
/// are named by [Algebra] and live in [earshot.engine.ops]. A tensor is used by one thread at a time.
public final class Tensor implements Algebra {
    private final Shape shape;
    private final Buffer buffer;
    private final Node node;
    private final int version;
    /// What made it, for errors.
    private final String operation;

    private Tensor(Shape shape, Buffer buffer, Node node, String operation) {
        this.shape = shape;
        this.buffer = buffer;
        this.node = node;
        this.version = buffer.version;
        this.operation = operation;
    }

    /// A tensor of the current scope with these values in row-major order.
    ///
    /// @throws IllegalArgumentException if there are more or fewer values than the shape has elements
    public static Tensor of(Backend backend, Shape shape, float... values) {
        checkCount(shape, values.length);
        Tensor t = empty(backend, shape);
        backend.memory().write(values, t.buffer.storage);
        return t;
    }

    /// A tensor of the current scope with these values in row-major order.
    ///
    /// @throws IllegalArgumentException if there are more or fewer values than the shape has elements
    public static Tensor of(Backend backend, Shape shape, double... values) {
        checkCount(shape, values.length);
        Tensor t = empty(backend, shape);
        backend.memory().write(values, t.buffer.storage);
        return t;
    }

    /// A tensor of the current scope with one value everywhere.
    public static Tensor full(Backend backend, Shape shape, double value) {
        Tensor t = empty(backend, shape);
        backend.elementwise().fill(shape.count(), value, t.buffer.storage);
        return t;
    }

    /// A tensor of the current scope whose contents are undefined: for ops, which fill it.
    public static Tensor empty(Backend backend, Shape shape) {
        Scope scope = Scope.current();
        return new Tensor(shape, new Buffer(backend, backend.memory().allocate(shape.count()), scope), null, "tensor");
    }

    /// Integers of the current scope, contents undefined: for ops, which fill them.
    public static Tensor emptyInts(Backend backend, Shape shape) {
        Scope scope = Scope.current();
        return new Tensor(shape, new Buffer(backend, backend.memory().allocateInts(shape.count()), scope), null, "tensor");
    }

    /// Integers of the current scope in row-major order, as an index is.
    ///
    /// @throws IllegalArgumentException if there are more or fewer values than the shape has elements
    public static Tensor ofInts(Backend backend, Shape shape, int... values) {
        checkCount(shape, values.length);
        Tensor t = emptyInts(backend, shape);
        backend.memory().write(values, t.intStorage());
        t.buffer.smallest = Arrays.stream(values).min().orElse(0);
        t.buffer.largest = Arrays.stream(values).max().orElse(0);
        return t;
    }

    /// A tensor that lives outside all scopes until [#release], as running statistics do; contents undefined.
    public static Tensor permanent(Backend backend, Shape shape) {
        return new Tensor(shape, new Buffer(backend, backend.memory().allocate(shape.count()), null), null, "tensor");
    }

    /// Sizes of its axes.
    public Shape shape() {
        return shape;
    }

    /// Where it lives and is computed with.
    public Backend backend() {
        return buffer.backend;
    }

    /// Whether a gradient can flow back to it.
    public boolean requiresGradient() {
        return node != null;
    }

    // Values

    /// The values in row-major order, rounded to float.
    public float[] floats() {
        return backend().memory().readFloats(storage());
    }

    /// The values in row-major order.
    public double[] doubles() {
        return backend().memory().readDoubles(storage());
    }

    /// The integers of an integer tensor, in row-major order.
    public int[] ints() {
        return backend().memory().readInts(intStorage());
    }

    /// The only value.
    ///
    /// @throws IllegalStateException if there are more or none
    public double item() {
        if (shape.count() != 1) {
            throw new IllegalStateException(
                    "item: " + about() + " has " + shape.count() + " values, not one; reduce it, or read doubles()");
        }
        return doubles()[0];
    }

    /// Replaces all values.
    ///
    /// @throws IllegalStateException if a gradient still needs the old ones
    public void write(double[] values) {
        checkCount(shape, values.length);
        checkUnsaved("write");
        backend().memory().write(values, storage());
    }

    /// Replaces all values.
    ///
    /// @throws IllegalStateException if a gradient still needs the old ones
    public void write(float[] values) {
        checkCount(shape, values.length);
        checkUnsaved("write");
        backend().memory().write(values, storage());
    }

    /// The same values in fresh memory of the current scope, outside the graph.
    public Tensor copy() {
        Tensor t = empty(backend(), shape);
        backend().memory().copy(storage(), t.buffer.storage);
        return t;
    }

    // Gradients

    /// The same values as a leaf of the graph, which collects its [#gradient()]. Belongs to the same scope.
    public Tensor requireGradient() {
        check("require gradient");
        return new Tensor(shape, buffer, new Node.Leaf(buffer.scope), operation);
    }

    /// The same values, cut off from the graph.
    public Tensor detach() {
        check("detach");
        return new Tensor(shape, buffer, null, operation);
    }

    /// Tells the backward pass not to release the values, so that they can be read until the scope closes.
    public Tensor keep() {
        check("keep");
        buffer.kept = true;
        return this;
    }

    /// The gradient that has arrived at this leaf; null if none has.
    ///
    /// @throws IllegalStateException if this is no leaf
    public Tensor gradient() {
        return leaf().gradient;
    }

    /// Forgets and releases the gradient of this leaf.
    public void clearGradient() {
        Node.Leaf leaf = leaf();
        if (leaf.gradient != null) {
            leaf.gradient.buffer.release("it was cleared at " + Origin.here());
            leaf.gradient = null;
        }
    }

    /// Computes the gradients of this single number with respect to all leaves it depends on, and adds them to
    /// what the leaves have. Releases saved values on the way: it can be done once.
    ///
    /// @throws IllegalStateException if it is not one number, depends on no leaf, or was run backward already
    public void backward() {
        if (shape.count() != 1) {
            throw new IllegalStateException("backward: " + about()
                    + " is not one number; pass a cotangent of this shape, or reduce it with sum() or mean()");
        }
        backward(full(backend(), shape, 1));
    }

    /// As [#backward()], from the gradient of something else with respect to this tensor.
    ///
    /// @param cotangent of this shape
    public void backward(Tensor cotangent) {
        check("backward");
        cotangent.check("backward");
        if (node == null) {
            throw new IllegalStateException(
                    "backward: " + about() + " depends on nothing that requires a gradient; use parameters or"
                            + " requireGradient() on an input, and do not run the forward pass inside Gradients.off()");
        }
        if (!cotangent.shape.equals(shape) || cotangent.backend() != backend()) {
            throw new IllegalArgumentException("backward: the cotangent is " + cotangent.shape + " on " + cotangent.backend()
                    + ", expected " + shape + " on " + backend() + " as " + about());
        }
        new BackwardPass(this).run(cotangent);
    }

    // For ops

    /// The memory: for ops and optimisers, which hand it to kernels.
    ///
    /// @throws IllegalStateException if its scope is closed, or it was consumed or written over
    public Storage storage() {
        check("read");
        return buffer.storage;
    }

    /// The memory of an integer tensor: for ops.
    ///
    /// @throws IllegalStateException if it holds real numbers
    public IntStorage intStorage() {
        if (storage() instanceof IntStorage integers) {
            return integers;
        }
        throw new IllegalStateException("read integers: " + about()
                + " holds real numbers, expected integers; read doubles(), or make it by Tensor.ofInts");
    }

    /// Whether all integers are known to lie from 0 to below {@code end}: for ops. Asks no device: integers that kernels made are not known.
    public boolean knownBelow(int end) {
        return buffer.smallest >= 0 && buffer.largest < end;
    }

    /// The same memory under another shape of the same count: for ops.
    public Tensor view(Shape other) {
        check("view");
        return new Tensor(other, buffer, null, operation);
    }

    /// Where an op's backward step may write a gradient of this shape: over this gradient if nobody else holds it, else into
    /// fresh memory.
    public Tensor reuse() {
        return buffer.shares == 1 && !buffer.kept ? this : empty(backend(), shape);
    }

    /// Takes over the memory for a result that is written in place: for ops. This handle and all others of the same
    /// memory become stale.
    ///
    /// @throws IllegalStateException if a gradient still needs the old values
    public Tensor overwrite(String by) {
        check(by);
        checkUnsaved(by + " in place");
        if (node instanceof Node.Leaf || buffer.scope == null) {
            throw new IllegalStateException(by + " in place: " + about()
                    + " is a leaf of the graph and must not change; use the operation that makes a new tensor");
        }
        markChanged(by);
        return new Tensor(shape, buffer, null, by);
    }

    /// Gives back the memory of a permanent tensor.
    public void release() {
        buffer.release("it was released at " + Origin.here());
    }

    // Within the package

    Buffer buffer() {
        return buffer;
    }

    Node node() {
        return node;
    }

    boolean integers() {
        return buffer.storage instanceof IntStorage;
    }

    /// A handle to the same values under the name of what made them, and their place in the graph.
    Tensor as(String name, Node where) {
        return new Tensor(shape, buffer, where, name);
    }

    /// Notes a change in place: handles made before, saved ones among them, become stale.
    void markChanged(String by) {
        buffer.version++;
        buffer.changed = by + " at " + Origin.here();
    }

    /// A handle to the values as they are now.
    Tensor refreshed() {
        return new Tensor(shape, buffer, node, operation);
    }

    /// Fails if the values are not there any more.
    void check(String purpose) {
        if (buffer.gone != null) {
            throw new IllegalStateException(purpose + ": " + about() + " is gone: " + buffer.gone);
        }
        if (buffer.version != version) {
            throw new IllegalStateException(purpose + ": " + about() + " was written over in place by " + buffer.changed
                    + "; use its result instead, or the operation that makes a new tensor");
        }
    }

    /// {@code conv2d [8,64,216,64], made at BasicBlock.forward(BasicBlock.java:40)}.
    String about() {
        return operation + " " + shape + ", made at " + buffer.made + ",";
    }

    @Override
    public String toString() {
        return operation + " " + shape + " on " + backend() + ", made at " + buffer.made;
    }

    private Node.Leaf leaf() {
        if (node instanceof Node.Leaf leaf) {
            return leaf;
        }
        throw new IllegalStateException(
                "gradient: " + about() + " is no leaf; only parameters and tensors from requireGradient() collect gradients");
    }

    /// Parameters are exempt: they are written outside of steps, and a graph that was given up may still name them.
    private void checkUnsaved(String purpose) {
        if (buffer.saves > 0 && buffer.scope != null) {
            throw new IllegalStateException(purpose + ": " + about()
                    + " is saved for the backward pass and must not change; use the operation that makes a new tensor");
        }
    }

    private static void checkCount(Shape shape, int values) {
        if (values != shape.count()) {
            throw new IllegalArgumentException(
                    "tensor: shape " + shape + " needs " + shape.count() + " values, got " + values);
        }
    }
}
