package earshot.engine.nn;

import earshot.engine.Tensor;
import java.util.List;

/// Modules one after another, named {@code 0}, {@code 1} and so on.
public final class Sequential extends Module {
    private final List<Module> modules;

    /// @param modules in the order in which they run
    public Sequential(List<? extends Module> modules) {
        this.modules = List.copyOf(modules);
        for (int i = 0; i < modules.size(); i++) {
            part(String.valueOf(i), this.modules.get(i));
        }
    }

    @Override
    protected Tensor forward(Tensor x) {
        Tensor y = x;
        for (Module m : modules) {
            y = m.apply(y);
        }
        return y;
    }
}
