package earshot.engine.ops;

/// [Gelu] in both forms.
class GeluTest extends OpProperties {

    GeluTest() {
        super("gelu");
    }
}
