package earshot.engine.ops;

/// [Sum] over every set of axes, which vanish or stay.
class SumTest extends OpProperties {

    SumTest() {
        super("sum");
    }
}
