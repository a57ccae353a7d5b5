package earshot.engine.ops;

/// [Linear] of vectors, rows and batches of rows, with and without bias.
class LinearTest extends OpProperties {

    LinearTest() {
        super("linear");
    }
}
