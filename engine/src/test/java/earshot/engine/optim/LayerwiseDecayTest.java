package earshot.engine.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import earshot.engine.Layout;
import earshot.engine.Parameter;
import earshot.engine.Shape;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

/// Groups by depth: the output learns at the full rate, every layer below at a share of the one above.
class LayerwiseDecayTest {
    private static final ToIntFunction<String> DEPTH = name -> switch (name.charAt(0)) {
        case 'l' -> 1 + name.charAt(1) - '0';
        case 'h' -> 4;
        default -> 0;
    };

    private final Map<String, Parameter> parameters = new LinkedHashMap<>();

    LayerwiseDecayTest() {
        Backend backend = Backends.create("reference", 1);
        for (String name : List.of("head.weight", "l1.weight", "embedding", "l0.weight", "l0.bias")) {
            parameters.put(name, new Parameter(backend, Shape.of(1), Layout.PLAIN));
        }
    }

    @Test
    void ratesFallFromTheOutputToTheInput() {
        List<ParameterGroup> groups = LayerwiseDecay.groups(parameters, DEPTH, 1e-3, 0.5, 0.01);
        assertEquals(List.of(List.of("embedding"), List.of("l0.weight", "l0.bias"), List.of("l1.weight"), List.of("head.weight")),
                groups.stream().map(g -> List.copyOf(g.parameters().keySet())).toList());
        // Nothing lies at depth 3, but it counts.
        assertEquals(List.of(6.25e-5, 1.25e-4, 2.5e-4, 1e-3), groups.stream().map(ParameterGroup::lr).toList());
        assertEquals(List.of(0.01, 0.01, 0.01, 0.01), groups.stream().map(ParameterGroup::weightDecay).toList());
    }

    @Test
    void withoutDecayAllLayersLearnAlike() {
        LayerwiseDecay.groups(parameters, DEPTH, 1e-3, 1, 0).forEach(g -> assertEquals(1e-3, g.lr()));
    }

    @Test
    void wrongDepthsAndRatiosAreRefused() {
        assertEquals("layer-wise decay: the depth of head.weight must be at least 0, got -1",
                assertThrows(IllegalArgumentException.class, () -> LayerwiseDecay.groups(parameters, _ -> -1, 1e-3, 0.5, 0))
                        .getMessage());
        assertEquals("layer-wise decay: the ratio must be in (0, 1], got 1.5",
                assertThrows(IllegalArgumentException.class, () -> LayerwiseDecay.groups(parameters, DEPTH, 1e-3, 1.5, 0))
                        .getMessage());
    }
}
