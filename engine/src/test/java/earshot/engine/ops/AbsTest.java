package earshot.engine.ops;

/// [Abs], clear of its kink.
class AbsTest extends OpProperties {

    AbsTest() {
        super("abs");
    }
}
