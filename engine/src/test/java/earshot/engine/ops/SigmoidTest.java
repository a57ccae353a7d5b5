package earshot.engine.ops;

/// [Sigmoid], also where it is nearly flat.
class SigmoidTest extends OpProperties {

    SigmoidTest() {
        super("sigmoid");
    }
}
