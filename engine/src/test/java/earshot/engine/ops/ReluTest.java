package earshot.engine.ops;

/// [Relu], clear of its kink, into new memory and in place.
class ReluTest extends OpProperties {

    ReluTest() {
        super("relu");
    }
}
