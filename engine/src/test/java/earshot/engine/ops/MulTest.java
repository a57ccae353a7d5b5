package earshot.engine.ops;

/// [Mul] with broadcasting on either side.
class MulTest extends OpProperties {

    MulTest() {
        super("mul");
    }
}
