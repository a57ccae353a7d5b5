package earshot.engine;

import earshot.kernels.Backend;

/// A tensor that is learned. It lives outside all scopes, and so does its gradient.
public final class Parameter {
    private final Layout layout;
    private Tensor value;

    /// @param layout how its axes relate to PyTorch's
    public Parameter(Backend backend, Shape shape, Layout layout) {
        this.layout = layout;
        this.value = Tensor.permanent(backend, shape).as("parameter", null).requireGradient();
    }

    /// The current value, a leaf of the graph.
    public Tensor value() {
        return value;
    }

    /// How its axes relate to PyTorch's.
    public Layout layout() {
        return layout;
    }

    /// Sizes of its axes.
    public Shape shape() {
        return value.shape();
    }

    /// The gradient; null if none has arrived since it was cleared.
    public Tensor gradient() {
        return value.node() == null ? null : value.gradient();
    }

    /// Forgets and releases the gradient.
    public void clearGradient() {
        if (value.node() != null) {
            value.clearGradient();
        }
    }

    /// Whether it is learned; a frozen parameter costs nothing in the backward pass.
    public void learn(boolean on) {
        clearGradient();
        value = on ? value.requireGradient() : value.detach();
    }

    /// Says that the values were changed in place. A graph that has saved the old ones cannot be run backward any more.
    ///
    /// @param operation what changed them
    public void changed(String operation) {
        value.markChanged(operation);
        value = value.refreshed();
    }

    /// Gives back its memory and its gradient's.
    public void release() {
        clearGradient();
        value.release();
    }
}
