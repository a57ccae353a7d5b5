package earshot.experiments.beats;

import earshot.engine.Shape;
import earshot.engine.Tensor;

/// How the features of a clip's tokens become those of the clip. Padding has no say.
public enum TokenPooling {
    /// The mean of every feature.
    MEAN,
    /// The largest value of every feature.
    MAX,
    /// Both, one behind the other: twice as many features.
    MEAN_MAX;

    /// Below every feature behind a norm, and above what single precision cannot hold.
    private static final double LEAST = -1e30;

    /// Features of a clip for each of a token.
    public int factor() {
        return this == MEAN_MAX ? 2 : 1;
    }

    /// @param x       `[B, T, E]`
    /// @param padding of tokens, may be null
    /// @return `[B, E]` or `[B, 2 E]`
    public Tensor apply(Tensor x, Padding padding) {
        return switch (this) {
            case MEAN -> mean(x, padding);
            case MAX -> max(x, padding);
            case MEAN_MAX -> mean(x, padding).concat(1, max(x, padding));
        };
    }

    private static Tensor mean(Tensor x, Padding padding) {
        if (padding == null) {
            return x.mean(1);
        }
        int clips = x.shape().size(0);
        double[] shares = new double[clips];
        for (int clip = 0; clip < clips; clip++) {
            shares[clip] = 1.0 / Math.max(1, padding.sound(clip));
        }
        return x.maskFill(column(x, padding), 0).sum(1).mul(Tensor.of(x.backend(), Shape.of(clips, 1), shares));
    }

    private static Tensor max(Tensor x, Padding padding) {
        return (padding == null ? x : x.maskFill(column(x, padding), LEAST)).max(1);
    }

    private static Tensor column(Tensor x, Padding padding) {
        return padding.mask(x.backend()).reshape(x.shape().size(0), x.shape().size(1), 1);
    }
}
