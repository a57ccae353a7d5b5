package earshot.engine.optim;

import earshot.engine.Layout;
import earshot.engine.Parameter;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.files.StateDict;
import earshot.engine.files.TensorData;
import earshot.kernels.optim.AdamWStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// AdamW (Loshchilov and Hutter, 2019) as PyTorch computes it: see [earshot.kernels.optim.OptimKernels]. Groups of parameters have
/// their own learning rate and weight decay. A parameter without a gradient is left alone in that step, its decay included.
public final class AdamW {
    private final List<Slot> slots = new ArrayList<>();
    private final List<Group> groups;
    private final double beta2;
    private final double eps;
    private final double[] lr;
    private double beta1;

    /// Parameters that are treated alike.
    ///
    /// @param parameters by name; names are unique over all groups
    public record Group(Map<String, Parameter> parameters, double lr, double weightDecay) {
    }

    /// A parameter with its running moments.
    private static final class Slot {
        final String name;
        final int group;
        final Parameter w;
        final Tensor m;
        final Tensor v;
        long step;

        Slot(String name, int group, Parameter w) {
            this.name = name;
            this.group = group;
            this.w = w;
            this.m = zero(w);
            this.v = zero(w);
        }

        private static Tensor zero(Parameter w) {
            Tensor t = Tensor.permanent(w.value().backend(), w.shape());
            t.backend().elementwise().fill(w.shape().count(), 0, t.storage());
            return t;
        }
    }

    /// One group, with PyTorch's betas 0.9 and 0.999 and eps 1e-8.
    public AdamW(Map<String, Parameter> parameters, double lr, double weightDecay) {
        this(List.of(new Group(parameters, lr, weightDecay)), 0.9, 0.999, 1e-8);
    }

    /// @param groups whose learning rates may be changed later
    /// @throws IllegalArgumentException if two parameters have one name
    public AdamW(List<Group> groups, double beta1, double beta2, double eps) {
        this.groups = List.copyOf(groups);
        this.beta1 = beta1;
        this.beta2 = beta2;
        this.eps = eps;
        this.lr = groups.stream().mapToDouble(Group::lr).toArray();
        Map<String, Slot> named = new LinkedHashMap<>();
        for (int g = 0; g < groups.size(); g++) {
            int group = g;
            groups.get(g).parameters.forEach((name, w) -> {
                if (named.put(name, new Slot(name, group, w)) != null) {
                    throw new IllegalArgumentException(
                            "AdamW: two parameters are named " + name + "; give each one name and group");
                }
            });
        }
        slots.addAll(named.values());
    }

    /// Changes every parameter that has a gradient.
    public void step() {
        for (Slot s : slots) {
            Tensor dw = s.w.gradient();
            if (dw == null) {
                continue;
            }
            s.step++;
            AdamWStep numbers = new AdamWStep(lr[s.group], beta1, beta2, eps, groups.get(s.group).weightDecay,
                    Math.toIntExact(s.step));
            dw.backend().optim().adamW(s.w.shape().count(), numbers, s.w.value().storage(), dw.storage(), s.m.storage(),
                    s.v.storage());
            s.w.changed("adamw");
        }
    }

    /// Forgets and releases all gradients.
    public void clearGradients() {
        slots.forEach(s -> s.w.clearGradient());
    }

    /// Sets the learning rate of all groups.
    public void setLearningRate(double rate) {
        Arrays.fill(lr, rate);
    }

    /// Sets the learning rate of one group.
    public void setLearningRate(int group, double rate) {
        lr[group] = rate;
    }

    /// The learning rate of a group.
    public double learningRate(int group) {
        return lr[group];
    }

    /// Sets the decay of the first moment, for schedules that cycle it.
    public void setBeta1(double beta) {
        beta1 = beta;
    }

    /// The state for a checkpoint: {@code <parameter>.exp_avg}, {@code .exp_avg_sq} in PyTorch's layout, and {@code .step}.
    public Map<String, TensorData> state() {
        Map<String, TensorData> state = new LinkedHashMap<>();
        for (Slot s : slots) {
            Layout layout = s.w.layout();
            state.put(s.name + ".exp_avg", StateDict.read(s.m, layout));
            state.put(s.name + ".exp_avg_sq", StateDict.read(s.v, layout));
            state.put(s.name + ".step", TensorData.of(Shape.of(), s.step));
        }
        return state;
    }

    /// Restores what [#state] gave. Nothing is changed if anything does not fit.
    ///
    /// @throws IllegalArgumentException naming all missing, unexpected and misshapen entries
    public void load(Map<String, TensorData> state) {
        StateDict.check("optimiser state", state(), state);
        for (Slot s : slots) {
            StateDict.write(s.m, s.w.layout(), state.get(s.name + ".exp_avg"));
            StateDict.write(s.v, s.w.layout(), state.get(s.name + ".exp_avg_sq"));
            s.step = state.get(s.name + ".step").longs()[0];
        }
    }

    /// Gives back the memory of the moments.
    public void release() {
        for (Slot s : slots) {
            s.m.release();
            s.v.release();
        }
    }
}
