package earshot.kernels.elementwise;

import earshot.kernels.DoubleStorage;

/// An [Epilogue] in double precision, one element at a time.
public final class ReferenceEpilogue {

    private ReferenceEpilogue() {
    }

    /// The result for the sum {@code z} at {@code i} of a result with {@code channels} channels.
    public static double apply(Epilogue e, int channels, int i, double z) {
        int c = i % channels;
        double v = e.scale() == null ? z : DoubleStorage.of(e.scale())[c] * z;
        v += e.shift() == null ? 0 : DoubleStorage.of(e.shift())[c];
        v += e.r() == null ? 0 : DoubleStorage.of(e.r())[i];
        return e.activation() == Activation.NONE ? v : ReferenceElementwise.apply(e.activation().function(), v);
    }
}
