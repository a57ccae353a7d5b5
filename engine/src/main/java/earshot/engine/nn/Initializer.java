package earshot.engine.nn;

import earshot.engine.Layout;
import earshot.engine.Shape;
import earshot.engine.Tensor;

/// How a parameter begins. Every value depends on the seed, the parameter's number and its place alone.
public sealed interface Initializer
        permits Initializer.Constant, Initializer.Uniform, Initializer.Normal, TruncatedNormal {

    /// Fills a parameter.
    ///
    /// @param stream the parameter's number
    void fill(Tensor w, long seed, long stream);

    /// One value everywhere.
    record Constant(double value) implements Initializer {
        @Override
        public void fill(Tensor w, long seed, long stream) {
            w.backend().elementwise().fill(w.shape().count(), value, w.storage());
        }
    }

    /// Uniform in {@code [-bound, bound)}.
    record Uniform(double bound) implements Initializer {
        @Override
        public void fill(Tensor w, long seed, long stream) {
            w.backend().random().uniform(w.shape().count(), seed, stream, -bound, bound, w.storage());
        }
    }

    /// Normal around 0.
    record Normal(double deviation) implements Initializer {
        @Override
        public void fill(Tensor w, long seed, long stream) {
            w.backend().random().normal(w.shape().count(), seed, stream, 0, deviation, w.storage());
        }
    }

    /// Kaiming's normal initialisation (He et al., 2015) of a convolution before a ReLU, by fan-out: deviation
    /// {@code √(2 / (O · KH · KW))}. What torchvision's ResNet uses.
    static Initializer kaimingFanOut(Shape weight) {
        Layout.ConvWeight w = Layout.convWeight("kaiming", weight);
        return new Normal(Math.sqrt(2.0 / (w.o() * w.kh() * w.kw())));
    }

    /// PyTorch's default for weight and bias of linear and convolution layers: uniform within {@code 1 / √fanIn}.
    static Initializer torchDefault(int fanIn) {
        return new Uniform(1 / Math.sqrt(fanIn));
    }

    /// Kaiming's uniform initialisation (He et al., 2015): bound {@code gain · √(3 / fan)}.
    ///
    /// @param fan [Fans#in] keeps the size of signals on the way forward, [Fans#out] that of gradients on the way back
    /// @param gain of the nonlinearity that follows: see [Gain]
    static Initializer kaimingUniform(int fan, double gain) {
        return new Uniform(Math.sqrt(3) * gain / Math.sqrt(fan));
    }

    /// Kaiming's normal initialisation: deviation {@code gain / √fan}.
    ///
    /// @param fan see [#kaimingUniform]
    static Initializer kaimingNormal(int fan, double gain) {
        return new Normal(gain / Math.sqrt(fan));
    }

    /// Xavier's uniform initialisation (Glorot and Bengio, 2010), a compromise between both ways: bound
    /// {@code gain · √(6 / (in + out))}.
    static Initializer xavierUniform(Fans fans, double gain) {
        return new Uniform(Math.sqrt(3) * gain * Math.sqrt(2.0 / (fans.in() + fans.out())));
    }

    /// Xavier's normal initialisation: deviation {@code gain · √(2 / (in + out))}.
    static Initializer xavierNormal(Fans fans, double gain) {
        return new Normal(gain * Math.sqrt(2.0 / (fans.in() + fans.out())));
    }
}
