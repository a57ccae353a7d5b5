package earshot.engine.optim;

import earshot.engine.Layout;
import earshot.engine.Parameter;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.files.StateDict;
import earshot.engine.files.TensorData;
import earshot.kernels.Storage;
import earshot.kernels.optim.OptimKernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Changes parameters along their gradients.
///
/// ```java
/// schedule.apply(optimizer, step);
/// loss.backward();
/// GradientNorm.clip(parameters, 1);
/// optimizer.step();
/// optimizer.clearGradients();
/// ```
///
/// This class keeps groups, learning rates and state; a kind of optimiser says which tensors of state a parameter has, under
/// PyTorch's names, and how parameters change. A parameter without a gradient is left alone in a step, its decay included.
public abstract class Optimizer {
    private static final String STEP = "step";

    private final String name;
    private final List<Slot> slots = new ArrayList<>();
    private final List<ParameterGroup> groups;
    private final List<String> kept;
    private final double[] lr;

    /// A parameter with what is remembered of it.
    private static final class Slot {
        final String name;
        final int group;
        final Parameter w;
        final List<Tensor> memory = new ArrayList<>();
        long step;

        Slot(String name, int group, Parameter w) {
            this.name = name;
            this.group = group;
            this.w = w;
        }
    }

    /// What one parameter's update needs.
    ///
    /// @param lr current learning rate
    /// @param step number of this step of the parameter, from 1
    /// @param dw gradient
    /// @param memory state, each storage of the parameter's size and zero before the first step
    protected record Update(double lr, double weightDecay, int step, Storage w, Storage dw, List<Storage> memory) {
    }

    /// @param name for errors
    /// @param kept names of the tensors of state
    /// @throws IllegalArgumentException if two parameters have one name
    protected Optimizer(String name, List<ParameterGroup> groups, List<String> kept) {
        this.name = name;
        this.groups = List.copyOf(groups);
        this.kept = List.copyOf(kept);
        this.lr = groups.stream().mapToDouble(ParameterGroup::lr).toArray();
        Map<String, Slot> named = new LinkedHashMap<>();
        for (int g = 0; g < groups.size(); g++) {
            for (Map.Entry<String, Parameter> e : groups.get(g).parameters().entrySet()) {
                if (named.put(e.getKey(), new Slot(e.getKey(), g, e.getValue())) != null) {
                    throw new IllegalArgumentException(
                            name + ": two parameters are named " + e.getKey() + "; give each one name and group");
                }
            }
        }
        slots.addAll(named.values());
        for (Slot s : slots) {
            for (int i = 0; i < kept.size(); i++) {
                s.memory.add(zero(s.w));
            }
        }
    }

    private static Tensor zero(Parameter w) {
        Tensor t = Tensor.permanent(w.value().backend(), w.shape());
        t.backend().elementwise().fill(w.shape().count(), 0, t.storage());
        return t;
    }

    /// Changes parameters and their state.
    ///
    /// @param updates at least one
    protected abstract void update(OptimKernels kernels, List<Update> updates);

    /// Changes every parameter that has a gradient.
    public final void step() {
        List<Slot> changing = slots.stream().filter(s -> s.w.gradient() != null).toList();
        if (changing.isEmpty()) {
            return;
        }
        changing.forEach(s -> s.step++);
        update(changing.getFirst().w.value().backend().optim(), changing.stream().map(this::update).toList());
        changing.forEach(s -> s.w.changed(name));
    }

    private Update update(Slot s) {
        return new Update(lr[s.group], groups.get(s.group).weightDecay(), Math.toIntExact(s.step), s.w.value().storage(),
                s.w.gradient().storage(), s.memory.stream().map(Tensor::storage).toList());
    }

    /// Forgets and releases all gradients.
    public final void clearGradients() {
        slots.forEach(s -> s.w.clearGradient());
    }

    /// The groups, as they were given.
    public final List<ParameterGroup> groups() {
        return groups;
    }

    /// Sets the learning rate of all groups.
    public final void setLearningRate(double rate) {
        Arrays.fill(lr, rate);
    }

    /// Sets the learning rate of one group.
    public final void setLearningRate(int group, double rate) {
        lr[group] = rate;
    }

    /// The current learning rate of a group.
    public final double learningRate(int group) {
        return lr[group];
    }

    /// What remains of the running mean of gradients from one step to the next: SGD's momentum, Adam's beta1.
    public abstract double momentum();

    /// Sets the momentum, for schedules that cycle it.
    public abstract void setMomentum(double momentum);

    /// The state for a checkpoint, in PyTorch's layout: {@code <parameter>.<name>} for the optimiser's tensors and
    /// {@code <parameter>.step}. Learning rates and momentum belong to the schedule.
    public final Map<String, TensorData> state() {
        Map<String, TensorData> state = new LinkedHashMap<>();
        for (Slot s : slots) {
            Layout layout = s.w.layout();
            for (int i = 0; i < kept.size(); i++) {
                state.put(s.name + "." + kept.get(i), StateDict.read(s.memory.get(i), layout));
            }
            state.put(s.name + "." + STEP, TensorData.of(Shape.of(), s.step));
        }
        return state;
    }

    /// Restores what [#state] gave. Nothing is changed if anything does not fit.
    ///
    /// @throws IllegalArgumentException naming all missing, unexpected and misshapen entries
    public final void load(Map<String, TensorData> state) {
        StateDict.check("optimiser state", state(), state);
        for (Slot s : slots) {
            for (int i = 0; i < kept.size(); i++) {
                StateDict.write(s.memory.get(i), s.w.layout(), state.get(s.name + "." + kept.get(i)));
            }
            s.step = state.get(s.name + "." + STEP).longs()[0];
        }
    }

    /// Gives back the memory of the state.
    public final void release() {
        for (Slot s : slots) {
            s.memory.forEach(Tensor::release);
        }
    }
}
