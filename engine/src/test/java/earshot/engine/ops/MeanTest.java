package earshot.engine.ops;

/// [Mean] over every set of axes, which vanish or stay.
class MeanTest extends OpProperties {

    MeanTest() {
        super("mean");
    }
}
