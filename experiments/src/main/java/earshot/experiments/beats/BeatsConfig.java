package earshot.experiments.beats;

/// What a BEATs network is built of: the `cfg` of a published checkpoint, in order. [BeatsCfg] reads it from there.
///
/// @param patches   from filter banks to tokens
/// @param layers    the Transformer
/// @param positions how tokens know where they stand
/// @param drops     what is dropped in training
/// @param classes   of the predictor that a fine-tuned network has; 0 for none
public record BeatsConfig(Patches patches, Layers layers, Positions positions, Drops drops, int classes) {
    /// Filters of the banks.
    public static final int MELS = 128;

    private static final int LARGEST = 1 << 16;

    /// Square pieces of the picture of filter banks, each of which becomes a token.
    ///
    /// @param size  frames and filters of a patch
    /// @param width of its embedding
    /// @param bias  whether the embedding has one
    public record Patches(int size, int width, boolean bias) {
        public Patches {
            require(size >= 1 && size <= MELS, "input_patch_size", "1 to " + MELS, size);
            require(sensible(width), "embed_dim", "1 to " + LARGEST, width);
        }
    }

    /// The Transformer's layers.
    ///
    /// @param count         of layers
    /// @param width         of tokens
    /// @param feedForward   width between the linear maps
    /// @param heads         of the attention, a divisor of the width
    /// @param activation    between the linear maps
    /// @param normFirst     norms stand before attention and linear maps, not behind the sums
    /// @param deepNorm      the residual path counts `(2 · count)^(1/4)` times (Wang et al., "DeepNet", 2022); not with `normFirst`
    /// @param gradientDecay what is left of the gradient from one layer to the one below; 1 for all
    public record Layers(int count, int width, int feedForward, int heads, BeatsActivation activation, boolean normFirst,
            boolean deepNorm, double gradientDecay) {
        public Layers {
            require(count >= 1 && count <= 1000, "encoder_layers", "1 to 1000", count);
            require(sensible(width), "encoder_embed_dim", "1 to " + LARGEST, width);
            require(sensible(feedForward), "encoder_ffn_embed_dim", "1 to " + LARGEST, feedForward);
            require(heads >= 1 && width % heads == 0, "encoder_attention_heads", "a divisor of the width " + width, heads);
            require(!(normFirst && deepNorm), "deep_norm", "no deep norm where layer_norm_first is set", true);
            require(gradientDecay >= 0, "layer_wise_gradient_decay_ratio", "at least 0", gradientDecay);
        }

        /// What the residual path is multiplied by.
        double alpha() {
            return deepNorm ? Math.pow(2.0 * count, 0.25) : 1;
        }
    }

    /// Positions: a convolution along the tokens, and a learned number for every distance between two of them.
    ///
    /// @param taps        of the convolution
    /// @param groups      of the convolution, a divisor of the width
    /// @param relative    whether distances count
    /// @param buckets     of distances
    /// @param maxDistance from which on all are in one bucket
    /// @param gated       whether each query weighs them
    public record Positions(int taps, int groups, boolean relative, int buckets, int maxDistance, boolean gated) {
        public Positions {
            require(sensible(taps), "conv_pos", "1 to " + LARGEST, taps);
            require(groups >= 1, "conv_pos_groups", "at least 1", groups);
            require(!relative || buckets >= 4 && buckets % 2 == 0 && sensible(buckets), "num_buckets",
                    "an even number of 4 to " + LARGEST, buckets);
            require(!relative || maxDistance > buckets / 4, "max_distance", "more than a quarter of the buckets", maxDistance);
        }
    }

    /// Probabilities of what is dropped in training.
    ///
    /// @param input      elements of the tokens before the Transformer
    /// @param hidden     elements behind the positions and behind both parts of a layer
    /// @param attention  weights of the attention
    /// @param activation elements between a layer's linear maps
    /// @param layer      whole layers
    /// @param predictor  elements before the predictor
    public record Drops(double input, double hidden, double attention, double activation, double layer, double predictor) {
        /// Nothing.
        public static final Drops NONE = new Drops(0, 0, 0, 0, 0, 0);

        public Drops {
            probability("dropout_input", input);
            probability("dropout", hidden);
            probability("attention_dropout", attention);
            probability("activation_dropout", activation);
            probability("encoder_layerdrop", layer);
            probability("predictor_dropout", predictor);
        }

        private static void probability(String key, double p) {
            require(p >= 0 && p <= 1, key, "0 to 1", p);
        }
    }

    public BeatsConfig {
        require(layers.width() % positions.groups() == 0, "conv_pos_groups", "a divisor of the width " + layers.width(),
                positions.groups());
        require(classes >= 0 && classes <= LARGEST, "predictor_class", "0 to " + LARGEST, classes);
    }

    /// The same with other things dropped and another decay of gradients, as a fine-tuning may want it.
    ///
    /// @param gradientDecay see [Layers]
    public BeatsConfig tuned(Drops other, double gradientDecay) {
        return new BeatsConfig(patches,
                new Layers(layers.count, layers.width, layers.feedForward, layers.heads, layers.activation,
                        layers.normFirst, layers.deepNorm, gradientDecay),
                positions, other, classes);
    }

    /// The same without a predictor.
    public BeatsConfig headless() {
        return new BeatsConfig(patches, layers, positions, drops, 0);
    }

    /// Tokens of as many frames; a last piece that is no whole patch is dropped.
    public int tokens(int frames) {
        return frames / patches.size * (MELS / patches.size);
    }

    /// About how many numbers the network has learned, so that a file that describes a giant is refused before it is built.
    double roughSize() {
        double width = layers.width;
        double layer = width * (4 * width + 2.0 * layers.feedForward);
        return (double) patches.size * patches.size * patches.width + patches.width * width + layers.count * layer
                + width * width / positions.groups * positions.taps + (double) classes * width
                + (positions.relative ? (double) positions.buckets * layers.heads : 0);
    }

    private static boolean sensible(int size) {
        return size >= 1 && size <= LARGEST;
    }

    private static void require(boolean fine, String key, String expected, Object got) {
        if (!fine) {
            throw new IllegalArgumentException("beats: " + key + ": expected " + expected + ", got " + got);
        }
    }
}
