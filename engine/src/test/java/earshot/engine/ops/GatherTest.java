package earshot.engine.ops;

/// [Gather] along any axis.
class GatherTest extends OpProperties {

    GatherTest() {
        super("gather");
    }
}
