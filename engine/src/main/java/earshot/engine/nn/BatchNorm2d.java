package earshot.engine.nn;

/// Batch normalisation of images {@code [N, H, W, C]}: see [earshot.engine.ops.BatchNorm].
public final class BatchNorm2d extends BatchNormLayer {

    /// @param channels of the input
    public BatchNorm2d(ParameterSource source, int channels) {
        super(source, channels);
    }
}
