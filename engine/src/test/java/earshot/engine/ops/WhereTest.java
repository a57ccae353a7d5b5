package earshot.engine.ops;

/// [Where] with broadcasting of mask and choices.
class WhereTest extends OpProperties {

    WhereTest() {
        super("where");
    }
}
