package earshot.engine.ops;

/// [Div] with broadcasting on either side, clear of division by 0.
class DivTest extends OpProperties {

    DivTest() {
        super("div");
    }
}
