package earshot.engine.ops;

/// [Sqrt], clear of 0.
class SqrtTest extends OpProperties {

    SqrtTest() {
        super("sqrt");
    }
}
