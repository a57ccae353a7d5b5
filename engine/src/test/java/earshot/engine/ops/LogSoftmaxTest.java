package earshot.engine.ops;

/// [LogSoftmax] along any axis, of values near and far from 0.
class LogSoftmaxTest extends OpProperties {

    LogSoftmaxTest() {
        super("log_softmax");
    }
}
