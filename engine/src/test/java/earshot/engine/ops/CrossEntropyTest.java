package earshot.engine.ops;

/// [CrossEntropy] of rows with any distributions, and its mean with smoothed and mixed labels.
class CrossEntropyTest extends OpProperties {

    CrossEntropyTest() {
        super("cross_entropy");
    }
}
