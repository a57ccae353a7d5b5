package earshot.engine.ops;

/// [Concat] of one to three operands along any axis, some of them empty.
class ConcatTest extends OpProperties {

    ConcatTest() {
        super("concat");
    }
}
