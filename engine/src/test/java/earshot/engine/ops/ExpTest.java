package earshot.engine.ops;

/// [Exp], where it neither overflows nor vanishes.
class ExpTest extends OpProperties {

    ExpTest() {
        super("exp");
    }
}
