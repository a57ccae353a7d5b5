package earshot.engine;

import earshot.engine.ops.Add;
import earshot.engine.ops.Affine;
import earshot.engine.ops.ArgMax;
import earshot.engine.ops.Conv2d;
import earshot.engine.ops.CrossEntropy;
import earshot.engine.ops.Div;
import earshot.engine.ops.Exp;
import earshot.engine.ops.GlobalAvgPool;
import earshot.engine.ops.Linear;
import earshot.engine.ops.Log;
import earshot.engine.ops.Matmul;
import earshot.engine.ops.MaxPool2d;
import earshot.engine.ops.Mean;
import earshot.engine.ops.Mul;
import earshot.engine.ops.Relu;
import earshot.engine.ops.Reshape;
import earshot.engine.ops.Softmax;
import earshot.engine.ops.Sqrt;
import earshot.engine.ops.Sub;
import earshot.engine.ops.Sum;
import earshot.kernels.Backend;
import earshot.kernels.IntStorage;
import earshot.kernels.Storage;
import earshot.kernels.Window;
import java.util.Arrays;

/// A handle to an array of numbers on one backend: a shape, memory, and where it came from.
///
/// The precision is the backend's. Memory belongs to the [Scope] that was current when the tensor was made. The algebra lives
/// in [earshot.engine.ops]; the methods here only name it. A tensor is used by one thread at a time.
public final class Tensor {
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
        return Arrays.copyOf(intStorage().array(), shape.count());
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

    /// Replaces all values, of a tensor outside the graph.
    public void write(double[] values) {
        checkCount(shape, values.length);
        backend().memory().write(values, storage());
    }

    /// Replaces all values, of a tensor outside the graph.
    public void write(float[] values) {
        checkCount(shape, values.length);
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

    // Operations

    /// Sum with broadcasting: [Add].
    public Tensor add(Tensor b) {
        return Tape.apply(new Add(false), this, b);
    }

    /// Sum written over this tensor, which may not be read afterwards: [Add].
    public Tensor addInPlace(Tensor b) {
        return Tape.apply(new Add(true), this, b);
    }

    /// Difference with broadcasting: [Sub].
    public Tensor sub(Tensor b) {
        return Tape.apply(new Sub(), this, b);
    }

    /// Product of elements with broadcasting: [Mul].
    public Tensor mul(Tensor b) {
        return Tape.apply(new Mul(), this, b);
    }

    /// Quotient of elements with broadcasting: [Div].
    public Tensor div(Tensor b) {
        return Tape.apply(new Div(), this, b);
    }

    /// {@code scale · x + shift}: [Affine].
    public Tensor affine(double scale, double shift) {
        return Tape.apply(new Affine(scale, shift), this);
    }

    /// {@code -x}: [Affine].
    public Tensor neg() {
        return affine(-1, 0);
    }

    /// {@code max(x, 0)}: [Relu].
    public Tensor relu() {
        return Tape.apply(new Relu(false), this);
    }

    /// {@code max(x, 0)} written over this tensor, which may not be read afterwards: [Relu].
    public Tensor reluInPlace() {
        return Tape.apply(new Relu(true), this);
    }

    /// {@code e^x}: [Exp].
    public Tensor exp() {
        return Tape.apply(new Exp(), this);
    }

    /// {@code ln x}: [Log].
    public Tensor log() {
        return Tape.apply(new Log(), this);
    }

    /// {@code √x}: [Sqrt].
    public Tensor sqrt() {
        return Tape.apply(new Sqrt(), this);
    }

    /// Sum over the named axes, which vanish; none named means all: [Sum].
    public Tensor sum(int... axes) {
        return Tape.apply(new Sum(shape.mask("sum", axes), false), this);
    }

    /// Mean over the named axes, which vanish; none named means all: [Mean].
    public Tensor mean(int... axes) {
        return Tape.apply(new Mean(shape.mask("mean", axes), false), this);
    }

    /// Sum over the named axes, which stay with size 1: [Sum].
    public Tensor sumKeepingAxes(int... axes) {
        return Tape.apply(new Sum(shape.mask("sum", axes), true), this);
    }

    /// Mean over the named axes, which stay with size 1: [Mean].
    public Tensor meanKeepingAxes(int... axes) {
        return Tape.apply(new Mean(shape.mask("mean", axes), true), this);
    }

    /// Matrix product: [Matmul].
    public Tensor matmul(Tensor b) {
        return matmul(b, false, false);
    }

    /// Matrix product of operands whose last two axes may be swapped first: [Matmul].
    public Tensor matmul(Tensor b, boolean transposeA, boolean transposeB) {
        return Tape.apply(new Matmul(transposeA, transposeB), this, b);
    }

    /// {@code x · wᵀ + b}, {@code b} may be null: [Linear].
    public Tensor linear(Tensor w, Tensor b) {
        return b == null ? Tape.apply(new Linear(), this, w) : Tape.apply(new Linear(), this, w, b);
    }

    /// The same values under another shape; one size may be -1 and is worked out: [Reshape].
    public Tensor reshape(int... sizes) {
        return Tape.apply(Reshape.to(shape, sizes), this);
    }

    /// Convolution of images, {@code b} may be null: [Conv2d].
    public Tensor conv2d(Tensor w, Tensor b, int strideH, int strideW, int padH, int padW) {
        Conv2d op = new Conv2d(strideH, strideW, padH, padW);
        return b == null ? Tape.apply(op, this, w) : Tape.apply(op, this, w, b);
    }

    /// Maximum over windows of images: [MaxPool2d].
    public Tensor maxPool2d(Window window) {
        return Tape.apply(new MaxPool2d(window), this);
    }

    /// Mean over all pixels of each image: [GlobalAvgPool].
    public Tensor globalAvgPool() {
        return Tape.apply(new GlobalAvgPool(), this);
    }

    /// Softmax along the last axis: [Softmax].
    public Tensor softmax() {
        return Tape.apply(new Softmax(), this);
    }

    /// Mean over rows of the cross-entropy of these logits and distributions: [CrossEntropy]; see
    /// [earshot.engine.ops.Targets].
    public Tensor crossEntropy(Tensor target) {
        return Tape.apply(new CrossEntropy(), this, target).mean();
    }

    /// Position of the largest value along the last axis: [ArgMax].
    public Tensor argMax() {
        return Tape.apply(new ArgMax(), this);
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
    public IntStorage intStorage() {
        return (IntStorage) storage();
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
        if (buffer.saves > 0 || node instanceof Node.Leaf || buffer.scope == null) {
            throw new IllegalStateException(by + " in place: " + about() + " "
                    + (buffer.saves > 0 ? "is saved for the backward pass" : "is a leaf of the graph")
                    + " and must not change; use the operation that makes a new tensor");
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

    private static void checkCount(Shape shape, int values) {
        if (values != shape.count()) {
            throw new IllegalArgumentException(
                    "tensor: shape " + shape + " needs " + shape.count() + " values, got " + values);
        }
    }
}
