package earshot.engine.ops;

/// [Embedding] with rows that are looked up several times, once or never, and with an empty index.
class EmbeddingTest extends OpProperties {

    EmbeddingTest() {
        super("embedding");
    }
}
