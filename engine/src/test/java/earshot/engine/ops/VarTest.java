package earshot.engine.ops;

/// [Var] over every set of axes, by n and by n - 1.
class VarTest extends OpProperties {

    VarTest() {
        super("var");
    }
}
