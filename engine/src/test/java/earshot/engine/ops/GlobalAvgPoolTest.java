package earshot.engine.ops;

/// [GlobalAvgPool].
class GlobalAvgPoolTest extends OpProperties {

    GlobalAvgPoolTest() {
        super("global_avg_pool");
    }
}
