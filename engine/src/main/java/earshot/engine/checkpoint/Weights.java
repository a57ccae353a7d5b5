package earshot.engine.checkpoint;

import earshot.engine.Layout;
import earshot.engine.Tensor;
import earshot.engine.files.DataType;
import earshot.engine.files.StoredTensor;
import earshot.engine.nn.Module;
import earshot.engine.nn.State;
import earshot.kernels.DoubleStorage;
import java.util.LinkedHashMap;
import java.util.Map;

/// Loads a network's state straight from a file, by name, one tensor after another: beside the network itself there is never more in memory
/// than one of its tensors.
public final class Weights {

    private Weights() {
    }

    /// Loads the state of a network. Nothing is loaded if anything does not fit.
    ///
    /// @param what names the file in the error
    /// @param names what the file calls the entries of the network's state, by their own names; entries that are not named here stay as
    /// they are
    /// @param got what is in the file, in PyTorch's layout, and nothing but what is named
    /// @throws IllegalArgumentException with the number of faults and the first ten of them, see [Fit]
    public static void load(String what, Module network, Map<String, String> names, Map<String, StoredTensor> got) {
        Map<String, Need> needs = new LinkedHashMap<>();
        Need.of(network).forEach((name, need) -> {
            if (names.containsKey(name)) {
                needs.put(names.get(name), need);
            }
        });
        Fit fit = Fit.of(needs, got);
        if (!fit.good()) {
            throw new IllegalArgumentException(what + ": " + fit.count() + " not fit: " + fit.summary() + ". Nothing was loaded");
        }
        network.state().forEach((name, state) -> {
            StoredTensor stored = got.get(names.get(name));
            if (stored != null) {
                load(state, stored);
            }
        });
    }

    private static void load(State state, StoredTensor stored) {
        switch (state) {
            case State.Learned(var p) -> {
                write(p.value(), p.layout(), stored);
                p.changed("loading weights");
            }
            case State.Running(var t) -> write(t, Layout.PLAIN, stored);
            case State.Count count -> count.set(stored.longs()[0]);
        }
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
