package earshot.experiments.beats;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.files.TensorData;
import earshot.kernels.Backend;
import java.util.Arrays;

/// Which samples, frames or tokens of each clip of a batch are no sound, but fill it up to the length of the others.
///
/// @param padded `[clip][position]`
public record Padding(boolean[][] padded) {

    public Padding {
        if (padded.length == 0 || Arrays.stream(padded).anyMatch(clip -> clip.length != padded[0].length)) {
            throw new IllegalArgumentException("padding: expected at least one clip, and all of one length");
        }
    }

    /// Of clips that begin with so many samples of sound.
    ///
    /// @param all length of every clip with its padding
    public static Padding behind(int all, int... lengths) {
        boolean[][] padded = new boolean[lengths.length][all];
        for (int clip = 0; clip < lengths.length; clip++) {
            Arrays.fill(padded[clip], Math.min(all, lengths[clip]), all, true);
        }
        return new Padding(padded);
    }

    /// Of a mask `[clips, positions]` as other programs write it: anything but 0 is padding.
    public static Padding of(TensorData mask) {
        int length = mask.shape().size(-1);
        boolean[][] padded = new boolean[mask.shape().count() / length][length];
        double[] values = mask.doubles();
        for (int i = 0; i < values.length; i++) {
            padded[i / length][i % length] = values[i] != 0;
        }
        return new Padding(padded);
    }

    /// For fewer positions, each of which stands for a piece of the same length and is padding if all its piece is. What is left at the end
    /// is no part of any.
    ///
    /// @throws IllegalArgumentException if there would be more pieces than positions
    public Padding pieces(int count) {
        int length = padded[0].length;
        if (count < 1 || count > length) {
            throw new IllegalArgumentException("padding: " + length + " positions cannot be cut into " + count
                    + " pieces; leave the padding out, or give longer clips");
        }
        int piece = length / count;
        boolean[][] all = new boolean[padded.length][count];
        for (int clip = 0; clip < padded.length; clip++) {
            for (int i = 0; i < count; i++) {
                all[clip][i] = true;
                for (int k = i * piece; k < (i + 1) * piece; k++) {
                    all[clip][i] &= padded[clip][k];
                }
            }
        }
        return new Padding(all);
    }

    /// Positions of a clip.
    public int length() {
        return padded[0].length;
    }

    /// Positions of a clip that are no padding.
    int sound(int clip) {
        int n = 0;
        for (boolean p : padded[clip]) {
            n += p ? 0 : 1;
        }
        return n;
    }

    /// `[clips, positions]`, 1 for padding, else 0.
    Tensor mask(Backend backend) {
        double[] mask = new double[padded.length * length()];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = padded[i / length()][i % length()] ? 1 : 0;
        }
        return Tensor.of(backend, Shape.of(padded.length, length()), mask);
    }
}
