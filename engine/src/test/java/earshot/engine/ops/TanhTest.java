package earshot.engine.ops;

/// [Tanh], also where it is nearly flat.
class TanhTest extends OpProperties {

    TanhTest() {
        super("tanh");
    }
}
