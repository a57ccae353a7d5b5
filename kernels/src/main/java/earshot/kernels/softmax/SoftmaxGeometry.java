package earshot.kernels.softmax;

/// Sizes of a softmax along the last axis of {@code [rows, classes]}.
public record SoftmaxGeometry(int rows, int classes) {

    public SoftmaxGeometry {
        if (rows < 0 || classes < 1) {
            throw new IllegalArgumentException(
                    "softmax: need rows >= 0 and at least 1 class, got " + rows + " rows and " + classes + " classes");
        }
    }
}
