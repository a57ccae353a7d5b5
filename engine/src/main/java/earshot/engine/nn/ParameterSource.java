package earshot.engine.nn;

import earshot.engine.Layout;
import earshot.engine.Parameter;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.Backend;

/// Where a network's parameters come from while it is built: a backend and a seed. Parameters are numbered in the order in which they
/// are asked for, and each draws from the random stream of its number: the same seed gives the same network.
public final class ParameterSource {
    private final Backend backend;
    private final long seed;
    private final boolean filled;
    private long next;

    /// @param seed of all random numbers
    public ParameterSource(Backend backend, long seed) {
        this(backend, seed, true);
    }

    private ParameterSource(Backend backend, long seed, boolean filled) {
        this.backend = backend;
        this.seed = seed;
        this.filled = filled;
    }

    /// For a network whose weights are about to be read from a file: its parameters hold nothing that means anything, which saves the time to
    /// draw a hundred million numbers.
    public static ParameterSource unfilled(Backend backend) {
        return new ParameterSource(backend, 0, false);
    }

    /// The next parameter.
    public Parameter parameter(Shape shape, Layout layout, Initializer initializer) {
        Parameter p = new Parameter(backend, shape, layout);
        if (filled) {
            initializer.fill(p.value(), seed, next++);
        }
        return p;
    }

    /// A vector that is gathered rather than learned.
    public Tensor running(int size, double value) {
        Tensor t = Tensor.permanent(backend, Shape.of(size));
        new Initializer.Constant(value).fill(t, 0, 0);
        return t;
    }
}
