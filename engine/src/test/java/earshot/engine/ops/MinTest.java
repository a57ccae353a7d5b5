package earshot.engine.ops;

/// [Min] over every set of axes, of values that no step of the differences can put into another order.
class MinTest extends OpProperties {

    MinTest() {
        super("min");
    }
}
