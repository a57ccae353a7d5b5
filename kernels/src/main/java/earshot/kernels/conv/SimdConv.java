package earshot.kernels.conv;

import earshot.kernels.FloatStorage;
import earshot.kernels.Storage;
import earshot.kernels.elementwise.Epilogue;
import earshot.kernels.elementwise.SimdEpilogue;
import earshot.kernels.simd.Workers;

/// Chooses by shape how a convolution is computed; the same choice for the result and both gradients.
///
/// | shape | computed by |
/// | --- | --- |
/// | as many groups as input channels | [SimdDepthwise]: a vector of channels at a time, memory's speed is the limit |
/// | 3×3, stride 1, whole panels of channels, not too few pixels | [SimdWinograd], [SimdWinogradWeight]: a quarter of the products |
/// | all others | [SimdProductConv], [SimdProductConvWeight]: a matrix product per group |
///
/// Where an exact result is asked for, 3×3 convolutions are matrix products too: Winograd's rounding error is some ten times that of a
/// plain sum. What it gains is in the decisions.
public final class SimdConv implements ConvKernels {
    private final boolean exact;
    private final SimdProductConv product;
    private final SimdProductConvWeight productWeight;
    private final SimdWinograd winograd;
    private final SimdWinogradWeight winogradWeight;
    private final SimdDepthwise depthwise;
    private final SimdDepthwiseWeight depthwiseWeight;

    /// @param exact without Winograd's method
    public SimdConv(Workers workers, boolean exact) {
        this.exact = exact;
        this.product = new SimdProductConv(workers);
        this.productWeight = new SimdProductConvWeight(workers);
        this.winograd = new SimdWinograd(workers);
        this.winogradWeight = new SimdWinogradWeight(workers);
        this.depthwise = new SimdDepthwise(workers);
        this.depthwiseWeight = new SimdDepthwiseWeight(workers);
    }

    private enum Method {
        DEPTHWISE, WINOGRAD, PRODUCT
    }

    private Method method(ConvGeometry g) {
        if (SimdDepthwise.suits(g)) {
            return Method.DEPTHWISE;
        }
        return !exact && SimdWinograd.suits(g) ? Method.WINOGRAD : Method.PRODUCT;
    }

    @Override
    public void forward(ConvGeometry g, Storage x, Storage w, Epilogue e, Storage y) {
        float[] xv = FloatStorage.of(x);
        float[] wv = FloatStorage.of(w);
        float[] yv = FloatStorage.of(y);
        switch (method(g)) {
            case DEPTHWISE -> depthwise.forward(g, xv, wv, new SimdEpilogue(e, g.o(), false), yv);
            case WINOGRAD -> winograd.forward(g, xv, wv, new SimdEpilogue(e, g.o(), false), yv);
            case PRODUCT -> product.forward(g, xv, wv, e, yv);
        }
    }

    @Override
    public void backwardData(ConvGeometry g, Storage w, Storage dy, Storage dx) {
        float[] wv = FloatStorage.of(w);
        float[] dyv = FloatStorage.of(dy);
        float[] dxv = FloatStorage.of(dx);
        switch (method(g)) {
            case DEPTHWISE -> depthwise.backwardData(g, wv, dyv, dxv);
            case WINOGRAD -> winograd.backwardData(g, wv, dyv, dxv);
            case PRODUCT -> product.backwardData(g, wv, dyv, dxv);
        }
    }

    @Override
    public void backwardWeight(ConvGeometry g, Storage x, Storage dy, Storage dw) {
        float[] xv = FloatStorage.of(x);
        float[] dyv = FloatStorage.of(dy);
        float[] dwv = FloatStorage.of(dw);
        switch (method(g)) {
            case DEPTHWISE -> depthwiseWeight.backwardWeight(g, xv, dyv, dwv);
            case WINOGRAD -> winogradWeight.backwardWeight(g, xv, dyv, dwv);
            case PRODUCT -> productWeight.backwardWeight(g, xv, dyv, dwv);
        }
    }
}
