package earshot.engine.ops;

/// [Pad] in every mode along every axis.
class PadTest extends OpProperties {

    PadTest() {
        super("pad");
    }
}
