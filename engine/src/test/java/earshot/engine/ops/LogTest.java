package earshot.engine.ops;

/// [Log], clear of 0.
class LogTest extends OpProperties {

    LogTest() {
        super("log");
    }
}
