package earshot.experiments.masked;

import earshot.experiments.ExperimentException;
import java.util.Locale;
import java.util.random.RandomGenerator;

/// Which patches are hidden from a network: some share of them, any patches being as likely as any others.
///
/// @param share of the patches of a picture, above 0 and below 1
public record Masking(double share) {

    public Masking {
        if (!(share > 0 && share < 1)) {
            throw ExperimentException.configuration("pretraining.mask", "above 0 and below 1", share);
        }
    }

    /// Makes sure that a patch is hidden and one is left.
    void require(int patches) {
        if (hidden(patches) == 0 || hidden(patches) == patches) {
            throw ExperimentException.configuration("pretraining.mask",
                    String.format(Locale.ROOT, "%.4f to %.4f, which hides at least one of a picture's %d patches and leaves one",
                            0.5 / patches, 1 - 0.5 / patches, patches),
                    share);
        }
    }

    /// How many of a picture's patches are hidden.
    int hidden(int patches) {
        return (int) Math.round(share * patches);
    }

    /// Hides patches of one picture.
    ///
    /// @return for each whether it is hidden
    boolean[] draw(int patches, RandomGenerator random) {
        int[] order = new int[patches];
        boolean[] masked = new boolean[patches];
        for (int i = 0; i < patches; i++) {
            order[i] = i;
        }
        // The beginning of a shuffle.
        for (int i = 0; i < hidden(patches); i++) {
            int j = i + random.nextInt(patches - i);
            masked[order[j]] = true;
            order[j] = order[i];
        }
        return masked;
    }
}
