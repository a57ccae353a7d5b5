package earshot.engine.checkpoint;

import earshot.engine.Layout;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.files.DataType;
import earshot.engine.files.StoredTensor;
import earshot.engine.nn.Module;
import earshot.engine.nn.State;
import earshot.kernels.DoubleStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Loads a network's state straight from a file, by name, one tensor after another: beside the network itself there is never more in memory
/// than one of its tensors.
public final class Weights {
    /// Faults that are listed.
    private static final int MOST = 10;

    private Weights() {
    }

    /// Loads all state of a network. Nothing is loaded if anything does not fit.
    ///
    /// @param what names the whole in the error
    /// @param entries every entry of the network in PyTorch's names and layout, and no other
    /// @throws IllegalArgumentException with the number of missing, unexpected and misshapen entries, and the first ten of them
    public static void load(String what, Module network, Map<String, StoredTensor> entries) {
        List<String> faults = faults(network, entries);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(what + ": " + faults.size() + (faults.size() == 1 ? " entry does" : " entries do")
                    + " not fit: " + String.join("; ", faults.subList(0, Math.min(MOST, faults.size())))
                    + (faults.size() > MOST ? "; and " + (faults.size() - MOST) + " more" : "") + ". Nothing was loaded");
        }
        network.state().forEach((name, state) -> {
            StoredTensor entry = entries.get(name);
            switch (state) {
                case State.Learned(var p) -> {
                    write(p.value(), p.layout(), entry);
                    p.changed("loading weights");
                }
                case State.Running(var t) -> write(t, Layout.PLAIN, entry);
                case State.Count count -> count.set(entry.longs()[0]);
            }
        });
    }

    private static List<String> faults(Module network, Map<String, StoredTensor> entries) {
        List<String> faults = new ArrayList<>();
        Map<String, State> expected = network.state();
        expected.forEach((name, state) -> {
            Shape shape = switch (state) {
                case State.Learned(var p) -> p.layout().toTorch(p.shape());
                case State.Running(var t) -> t.shape();
                case State.Count _ -> Shape.of();
            };
            StoredTensor got = entries.get(name);
            if (got == null) {
                faults.add("missing " + name + " " + shape);
            } else if (!got.shape().equals(shape) || got.type().integer() != (state instanceof State.Count)) {
                faults.add(
                        name + ": expected " + (state instanceof State.Count ? "integers " : "real numbers ") + shape + ", got "
                                + got);
            }
        });
        entries.forEach((name, got) -> {
            if (!expected.containsKey(name)) {
                faults.add("unexpected " + name + " (" + got + ")");
            }
        });
        return faults;
    }

    private static void write(Tensor t, Layout layout, StoredTensor entry) {
        boolean inOrder = layout.axes() == 0;
        if (t.storage() instanceof DoubleStorage || entry.type() == DataType.F64) {
            double[] values = entry.doubles();
            t.write(inOrder ? values : layout.fromTorch(values, entry.shape()));
        } else {
            float[] values = entry.floats();
            t.write(inOrder ? values : layout.fromTorch(values, entry.shape()));
        }
    }
}
