package earshot.engine.files;

import earshot.engine.Layout;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.nn.Module;
import earshot.engine.nn.State;
import earshot.kernels.DoubleStorage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Moves a module's state out and in, under PyTorch's names and in PyTorch's layout. The one place where layouts are converted.
public final class StateDict {

    private StateDict() {
    }

    /// All state of a module in PyTorch's order: F32, or F64 from a backend in double precision; counts are I64.
    public static Map<String, TensorData> of(Module module) {
        Map<String, TensorData> all = new LinkedHashMap<>();
        module.state().forEach((name, state) -> all.put(name, switch (state) {
            case State.Learned(var p) -> read(p.value(), p.layout());
            case State.Running(var t) -> read(t, Layout.PLAIN);
            case State.Count count -> TensorData.of(Shape.of(), count.value());
        }));
        return all;
    }

    /// Loads all state of a module. Nothing is loaded if anything is wrong.
    ///
    /// @param entries every entry of the module, and no other
    /// @throws IllegalArgumentException naming all missing, unexpected and misshapen entries, with expected and got
    public static void load(Module module, Map<String, TensorData> entries) {
        check("state dict", of(module), entries);
        module.state().forEach((name, state) -> {
            TensorData data = entries.get(name);
            switch (state) {
                case State.Learned(var p) -> {
                    write(p.value(), p.layout(), data);
                    p.changed("loading a state dict");
                }
                case State.Running(var t) -> write(t, Layout.PLAIN, data);
                case State.Count count -> count.set(data.longs()[0]);
            }
        });
    }

    /// Compares entries with what is expected, by name, shape and kind of number.
    ///
    /// @param what names the whole in the error
    /// @throws IllegalArgumentException naming all missing, unexpected and misshapen entries, with expected and got
    public static void check(String what, Map<String, TensorData> expected, Map<String, TensorData> got) {
        List<String> faults = new ArrayList<>();
        expected.forEach((name, e) -> {
            TensorData g = got.get(name);
            if (g == null) {
                faults.add("missing " + name + " (" + e + ")");
            } else if (!g.shape().equals(e.shape()) || g.type().integer() != e.type().integer()) {
                faults.add(name + ": expected " + e + ", got " + g);
            }
        });
        got.forEach((name, g) -> {
            if (!expected.containsKey(name)) {
                faults.add("unexpected " + name + " (" + g + ")");
            }
        });
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(what + ": " + faults.size() + (faults.size() == 1 ? " entry does" : " entries do")
                    + " not fit: " + String.join("; ", faults)
                    + ". Nothing was loaded; use the file of a network of the same build");
        }
    }

    /// A tensor's values in PyTorch's layout.
    public static TensorData read(Tensor t, Layout layout) {
        Shape torch = layout.toTorch(t.shape());
        return t.storage() instanceof DoubleStorage
                ? TensorData.of(torch, layout.toTorch(t.doubles(), t.shape()))
                : TensorData.of(torch, layout.toTorch(t.floats(), t.shape()));
    }

    /// Replaces a tensor's values by some in PyTorch's layout, of the shape that belongs to its own.
    public static void write(Tensor t, Layout layout, TensorData data) {
        t.write(layout.fromTorch(data.doubles(), data.shape()));
    }
}
