package earshot.engine.conform;

import static java.util.Map.entry;

import earshot.engine.Tensor;
import java.util.Map;
import java.util.function.Function;

/// Functions of single elements, and of two with broadcasting.
final class ElementwiseOps {
    static final Map<String, Function<OpCase, Tensor>> TABLE = Map.ofEntries(
            entry("exp", c -> c.in("x").exp()),
            entry("log", c -> c.in("x").log()),
            entry("sqrt", c -> c.in("x").sqrt()),
            entry("tanh", c -> c.in("x").tanh()),
            entry("sigmoid", c -> c.in("x").sigmoid()),
            entry("relu", c -> c.in("x").relu()),
            entry("silu", c -> c.in("x").silu()),
            entry("neg", c -> c.in("x").neg()),
            entry("abs", c -> c.in("x").abs()),
            entry("gelu", ElementwiseOps::gelu),
            entry("pow", c -> c.in("x").pow(c.number("exponent", 2))),
            entry("add", c -> c.in("a").add(c.in("b"))),
            entry("sub", c -> c.in("a").sub(c.in("b"))),
            entry("mul", c -> c.in("a").mul(c.in("b"))),
            entry("div", c -> c.in("a").div(c.in("b"))));

    private ElementwiseOps() {
    }

    private static Tensor gelu(OpCase c) {
        return switch (c.text("approximate", "none")) {
            case "none" -> c.in("x").gelu();
            case "tanh" -> c.in("x").geluTanh();
            default -> throw new IllegalArgumentException("gelu: expected approximate none or tanh, got "
                    + c.attribute("approximate"));
        };
    }
}
