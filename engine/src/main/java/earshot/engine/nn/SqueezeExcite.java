package earshot.engine.nn;

import earshot.engine.Tensor;
import earshot.kernels.Window;
import java.util.function.UnaryOperator;

/// Squeeze and excitation (Hu, Shen and Sun, 2018): scales each channel of an image by what two 1×1 convolutions make of the means of
/// all channels:
///
/// ```
/// y = x · sigmoid(fc2(activation(fc1(mean of x over its pixels))))
/// ```
///
/// Names are those of torchvision's {@code SqueezeExcitation}; biases begin at 0, as in the networks there that have it.
public final class SqueezeExcite extends Module {
    private final UnaryOperator<Tensor> activation;
    private final Conv2d fc1;
    private final Conv2d fc2;

    /// @param channels of the images
    /// @param squeezed channels between the convolutions
    /// @param activation torchvision's default is {@code Tensor::relu}; EfficientNet has {@code Tensor::silu}
    public SqueezeExcite(ParameterSource source, int channels, int squeezed, UnaryOperator<Tensor> activation) {
        this.activation = activation;
        Initializer bias = new Initializer.Constant(0);
        fc1 = part("fc1", new Conv2d(source, channels, squeezed, Window.square(1, 1, 0), 1, bias));
        fc2 = part("fc2", new Conv2d(source, squeezed, channels, Window.square(1, 1, 0), 1, bias));
    }

    @Override
    protected Tensor forward(Tensor x) {
        Tensor means = x.globalAvgPool();
        Tensor pixel = means.reshape(means.shape().size(0), 1, 1, means.shape().size(1));
        return x.mul(fc2.apply(activation.apply(fc1.apply(pixel))).sigmoid());
    }
}
