package earshot.experiments.models;

import earshot.engine.nn.NoiseSource;
import earshot.engine.nn.ParameterSource;
import earshot.experiments.ExperimentException;
import java.util.List;
import java.util.stream.Collectors;

/// A [PatchCnn], whose stages decide the size of a patch.
///
/// @param width  channels of the first stage
/// @param blocks blocks of each stage; 3 stages make patches of 16x16 pixels, each further one doubles their sides
public record PatchCnnArchitecture(int width, List<Integer> blocks) implements PatchArchitecture {
    private static final int MOST_CHANNELS = 8192;
    private static final int MOST_STAGES = 8;

    /// Three stages of two blocks: 2.8 million parameters.
    public static final PatchCnnArchitecture STANDARD = new PatchCnnArchitecture(64, List.of(2, 2, 2));

    public PatchCnnArchitecture {
        blocks = List.copyOf(blocks);
        if (blocks.isEmpty() || blocks.size() > MOST_STAGES || blocks.stream().anyMatch(b -> b < 1)) {
            throw ExperimentException.configuration("network.blocks", "1 to " + MOST_STAGES + " stages of at least 1 block",
                    blocks);
        }
        if (width < 1 || (long) width << blocks.size() - 1 > MOST_CHANNELS) {
            throw ExperimentException.configuration("network.width",
                    "1 to " + (MOST_CHANNELS >> blocks.size() - 1) + " with " + blocks.size() + " stages", width);
        }
    }

    @Override
    public int patch() {
        return PatchCnn.patch(blocks.size());
    }

    @Override
    public PatchEncoder encoder(ParameterSource source, NoiseSource noise) {
        return new PatchCnn(source, width, blocks);
    }

    @Override
    public String describe() {
        return "convolutional on patches of " + patch() + "x" + patch() + ", blocks "
                + blocks.stream().map(String::valueOf).collect(Collectors.joining("-")) + ", width " + width;
    }
}
