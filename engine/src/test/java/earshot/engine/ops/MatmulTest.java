package earshot.engine.ops;

/// [Matmul] with both transpositions, in batches that may broadcast.
class MatmulTest extends OpProperties {

    MatmulTest() {
        super("matmul");
    }
}
