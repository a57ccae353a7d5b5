package earshot.engine.ops;

/// [ScatterAdd] along any axis, for both operands.
class ScatterAddTest extends OpProperties {

    ScatterAddTest() {
        super("scatter_add");
    }
}
