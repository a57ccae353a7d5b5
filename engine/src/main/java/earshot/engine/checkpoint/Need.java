package earshot.engine.checkpoint;

import earshot.engine.Shape;
import earshot.engine.nn.Module;
import earshot.engine.nn.State;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a network needs under one name of a file.
///
/// @param shape in PyTorch's order
/// @param kind  what it is
public record Need(Shape shape, Kind kind) {

    /// What an entry of a network's state is.
    public enum Kind {
        /// Learned.
        PARAMETER,
        /// Learned, but under another name as well, where it is counted.
        SHARED,
        /// Gathered in training, as running means are.
        STATISTIC,
        /// A count of batches. PyTorch before 1.0 wrote none, so a file may lack it.
        COUNT
    }

    /// All that a network needs, by the names of its own state.
    public static Map<String, Need> of(Module network) {
        Map<String, Need> needs = new LinkedHashMap<>();
        network.state().forEach((name, state) -> needs.put(name, switch (state) {
            case State.Learned(var p) -> new Need(p.layout().toTorch(p.shape()), Kind.PARAMETER);
            case State.Running(var t) -> new Need(t.shape(), Kind.STATISTIC);
            case State.Count _ -> new Need(Shape.of(), Kind.COUNT);
        }));
        return needs;
    }

    boolean optional() {
        return kind == Kind.COUNT;
    }

    /// {@code [32,3,3,3]}, {@code an integer []}.
    @Override
    public String toString() {
        return (kind == Kind.COUNT ? "an integer " : "") + shape;
    }
}
