package earshot.engine.optim;

import earshot.engine.Layout;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.files.StateDict;
import earshot.engine.files.TensorData;
import earshot.engine.nn.Module;
import earshot.engine.nn.State;
import earshot.kernels.Memory;
import earshot.kernels.Storage;
import earshot.kernels.optim.AverageUpdate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An exponential moving average of a module's weights over the steps of training (Polyak and Juditsky, 1992), which often judges
/// better than the weights themselves:
///
/// ```
/// average ← average + (1 - decay) · (w - average)        the first update takes the weights as they are
/// ```
///
/// Running statistics are averaged too, as torchvision's training does, because they belong to their weights; counts are not.
///
/// ```java
/// optimizer.step();
/// average.update();
/// …
/// average.swapIn();
/// judge(module);
/// average.swapOut();
/// ```
public final class ExponentialMovingAverage {
    private static final String UPDATES = "n_averaged";

    private final List<Averaged> all = new ArrayList<>();
    private final double decay;
    private long updates;
    private boolean swapped;

    /// A tensor of the module beside its average.
    private record Averaged(String name, State of, Tensor average) {

        Tensor current() {
            return switch (of) {
                case State.Learned(var p) -> p.value();
                case State.Running(var t) -> t;
                case State.Count _ -> throw new AssertionError("counts are not averaged");
            };
        }

        Layout layout() {
            return of instanceof State.Learned(var p) ? p.layout() : Layout.PLAIN;
        }
    }

    /// @param decay share of the average that remains in an update, in [0, 1]
    public ExponentialMovingAverage(Module module, double decay) {
        if (!(decay >= 0 && decay <= 1)) {
            throw new IllegalArgumentException("moving average: the decay must be in [0, 1], got " + decay);
        }
        this.decay = decay;
        module.state().forEach((name, state) -> {
            switch (state) {
                case State.Learned(var p) -> all.add(new Averaged(name, state, copy(p.value())));
                case State.Running(var t) -> all.add(new Averaged(name, state, copy(t)));
                case State.Count _ -> {
                }
            }
        });
    }

    private static Tensor copy(Tensor t) {
        Tensor copy = Tensor.permanent(t.backend(), t.shape());
        t.backend().memory().copy(t.storage(), copy.storage());
        return copy;
    }

    /// Takes in the module's weights as they are now: to be called after every step of the optimiser.
    ///
    /// @throws IllegalStateException while the average is swapped in
    public void update() {
        requireSwapped(false, "update");
        double keep = updates == 0 ? 0 : decay;
        if (!all.isEmpty()) {
            all.getFirst().average.backend().optim().average(keep,
                    all.stream().map(a -> new AverageUpdate(a.current().storage(), a.average.storage())).toList());
        }
        updates++;
    }

    /// Exchanges the module's weights and statistics for their average, until [#swapOut].
    ///
    /// @throws IllegalStateException if that was done already
    public void swapIn() {
        requireSwapped(false, "swap in");
        exchange();
        swapped = true;
    }

    /// Gives the module its own weights and statistics back.
    ///
    /// @throws IllegalStateException without [#swapIn] before
    public void swapOut() {
        requireSwapped(true, "swap out");
        exchange();
        swapped = false;
    }

    private void exchange() {
        for (Averaged a : all) {
            Tensor t = a.current();
            Memory memory = t.backend().memory();
            Storage between = memory.allocate(t.shape().count());
            memory.copy(t.storage(), between);
            memory.copy(a.average.storage(), t.storage());
            memory.copy(between, a.average.storage());
            memory.release(between);
            if (a.of instanceof State.Learned(var p)) {
                p.changed("moving average");
            }
        }
    }

    /// The averages under the module's names, in PyTorch's layout, and {@code n_averaged}, the number of updates.
    ///
    /// @throws IllegalStateException while the average is swapped in
    public Map<String, TensorData> state() {
        requireSwapped(false, "state");
        Map<String, TensorData> state = new LinkedHashMap<>();
        all.forEach(a -> state.put(a.name, StateDict.read(a.average, a.layout())));
        state.put(UPDATES, TensorData.of(Shape.of(), updates));
        return state;
    }

    /// Restores what [#state] gave. Nothing is changed if anything does not fit.
    ///
    /// @throws IllegalArgumentException naming all missing, unexpected and misshapen entries
    /// @throws IllegalStateException while the average is swapped in
    public void load(Map<String, TensorData> state) {
        StateDict.check("moving average", state(), state);
        all.forEach(a -> StateDict.write(a.average, a.layout(), state.get(a.name)));
        updates = state.get(UPDATES).longs()[0];
    }

    /// Gives back the memory of the averages.
    public void release() {
        all.forEach(a -> a.average.release());
    }

    private void requireSwapped(boolean wanted, String operation) {
        if (swapped != wanted) {
            throw new IllegalStateException("moving average: " + operation + ": the average is "
                    + (swapped ? "in the module; swap it out first" : "not in the module; swap it in first"));
        }
    }
}
