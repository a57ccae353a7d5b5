package earshot.engine.nn;

import earshot.engine.Gradients;
import earshot.engine.Parameter;
import earshot.engine.Scope;
import earshot.engine.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/// A part of a network: its own state, parts by name, and a forward pass.
///
/// Names are PyTorch's, so that public weights load by name: a part's state is called {@code layer1.0.conv1.weight}. The order is
/// PyTorch's too: a module's parameters, its running statistics, then its parts. A module lives outside all scopes until
/// [#release].
public abstract class Module {
    private final Map<String, State> own = new LinkedHashMap<>();
    private final Map<String, Module> parts = new LinkedHashMap<>();
    private boolean training = true;
    private BiConsumer<String, Tensor> watcher;

    /// The forward pass. Callers use [#apply].
    protected abstract Tensor forward(Tensor x);

    /// Runs the forward pass. When nothing is recorded, everything but the result is released at once.
    public final Tensor apply(Tensor x) {
        return seen("", run(() -> forward(x)));
    }

    /// Shows results while the forward pass runs: to compare them, layer by layer, with those of another program.
    ///
    /// @param watcher told the full name of each part that is run, as in [#state], and its result; the tensor is the network's own. Parts
    /// that are computed as one with others are not run by themselves. Null ends it
    public final void watch(BiConsumer<String, Tensor> watcher) {
        watch("", watcher);
    }

    private void watch(String name, BiConsumer<String, Tensor> all) {
        watcher = all == null
                ? null
                : (stage, y) -> all.accept(stage.isEmpty() || name.isEmpty() ? name + stage : name + "." + stage, y);
        parts.forEach((part, module) -> module.watch(name.isEmpty() ? part : name + "." + part, all));
    }

    /// Shows a value that is the result of no part, or of a part with more than one operand.
    ///
    /// @param stage its name in this module; empty for the module's own result
    /// @return the same tensor
    protected final Tensor seen(String stage, Tensor y) {
        if (watcher != null) {
            watcher.accept(stage, y);
        }
        return y;
    }

    /// Runs a forward pass as [#apply] does; for modules that take more than one tensor.
    protected static Tensor run(Supplier<Tensor> forward) {
        if (Gradients.recording()) {
            return forward.get();
        }
        try (Scope inner = Scope.open()) {
            return inner.promote(forward.get());
        }
    }

    /// Names a part; used by constructors.
    protected final <M extends Module> M part(String name, M module) {
        parts.put(name, module);
        return module;
    }

    /// Names a learned parameter; used by constructors.
    protected final Parameter learned(String name, Parameter parameter) {
        own.put(name, new State.Learned(parameter));
        return parameter;
    }

    /// Names a running statistic or a count; used by constructors.
    protected final <S extends State> S gathered(String name, S state) {
        own.put(name, state);
        return state;
    }

    /// All state by its full name, in PyTorch's order.
    public final Map<String, State> state() {
        Map<String, State> all = new LinkedHashMap<>();
        walk("", all::put);
        return all;
    }

    /// All learned parameters by their full names.
    public final Map<String, Parameter> parameters() {
        Map<String, Parameter> all = new LinkedHashMap<>();
        walk("", (name, state) -> {
            if (state instanceof State.Learned(Parameter parameter)) {
                all.put(name, parameter);
            }
        });
        return all;
    }

    /// Number of learned values.
    public final long parameterCount() {
        return parameters().values().stream().mapToLong(p -> p.shape().count()).sum();
    }

    /// Whether it trains: norms then use the batch's statistics.
    public final boolean training() {
        return training;
    }

    /// Switches to training, parts included.
    public final void train() {
        setTraining(true);
    }

    /// Switches to inference, parts included.
    public final void eval() {
        setTraining(false);
    }

    /// Gives back all memory. The module cannot be used any more.
    public final void release() {
        for (State s : state().values()) {
            switch (s) {
                case State.Learned learned -> learned.parameter().release();
                case State.Running running -> running.tensor().release();
                case State.Count _ -> {
                }
            }
        }
    }

    private void setTraining(boolean on) {
        training = on;
        parts.values().forEach(p -> p.setTraining(on));
    }

    private void walk(String prefix, BiConsumer<String, State> visitor) {
        own.forEach((name, state) -> visitor.accept(prefix + name, state));
        parts.forEach((name, part) -> part.walk(prefix + name + ".", visitor));
    }
}
