package earshot.engine.nn;

/// Batch normalisation of vectors {@code [N, C]} or sequences {@code [N, T, C]}: see [earshot.engine.ops.BatchNorm].
public final class BatchNorm1d extends BatchNormLayer {

    /// @param channels of the input
    public BatchNorm1d(ParameterSource source, int channels) {
        super(source, channels);
    }
}
