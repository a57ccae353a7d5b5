package earshot.engine.optim;

import earshot.engine.Parameter;
import java.util.LinkedHashMap;
import java.util.Map;

/// Parameters that an optimiser treats alike.
///
/// @param parameters by name, in the order given
/// @param lr base learning rate, which a [Schedule] shapes; the optimiser begins with it
/// @param weightDecay what the optimiser makes of it is said there
public record ParameterGroup(Map<String, Parameter> parameters, double lr, double weightDecay) {

    public ParameterGroup {
        parameters = new LinkedHashMap<>(parameters);
        if (!(lr >= 0) || !(weightDecay >= 0)) {
            throw new IllegalArgumentException("parameter group: need learning rate and weight decay of at least 0, got " + lr
                    + " and " + weightDecay + " for " + parameters.keySet());
        }
    }
}
