package earshot.experiments.tokens;

import earshot.experiments.ExperimentException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// How a picture is cut into square patches, each of which one token stands for. Patches run time-major, as in BEATs: number
/// `column * rows() + row` is the patch of bands `size * row` and frames `size * column` onwards. The frames behind the last whole column
/// belong to no patch.
///
/// @param mels   height of a picture
/// @param frames width of a picture
/// @param size   side of a patch: a divisor of the height, and at most the width
public record PatchGrid(int mels, int frames, int size) {

    public PatchGrid {
        if (size < 1 || mels % size != 0 || size > frames) {
            int widest = Math.min(mels, frames);
            int height = mels;
            String fitting = IntStream.rangeClosed(1, widest).filter(s -> height % s == 0).mapToObj(String::valueOf)
                    .collect(Collectors.joining(", "));
            throw new ExperimentException("patches: expected a side that fits pictures of " + mels + " mels x " + frames
                    + " frames, one of " + fitting + ", got " + size);
        }
    }

    /// Patches above each other.
    public int rows() {
        return mels / size;
    }

    /// Patches beside each other.
    public int columns() {
        return frames / size;
    }

    /// Patches of a picture.
    public int count() {
        return rows() * columns();
    }

    /// Frames that patches cover.
    public int covered() {
        return columns() * size;
    }

    /// Values of a patch.
    public int values() {
        return size * size;
    }

    /// A picture whose patches are moved along time, those at the end coming in at the beginning.
    ///
    /// @param picture row-major `[mels][frames]`
    /// @param by      columns of patches, 0 to [#columns()]
    /// @param to      where it is put, from `at` on
    public void roll(float[] picture, int by, float[] to, int at) {
        int moved = by * size;
        for (int from = 0; from < picture.length; from += frames) {
            System.arraycopy(picture, from, to, at + from + moved, covered() - moved);
            System.arraycopy(picture, from + covered() - moved, to, at + from, moved);
            System.arraycopy(picture, from + covered(), to, at + from + covered(), frames - covered());
        }
    }

    /// The tokens of a picture, moved as [#roll(float[], int, float[], int)] moves their patches.
    public void roll(int[] tokens, int by, int[] to, int at) {
        int moved = by * rows();
        System.arraycopy(tokens, 0, to, at + moved, count() - moved);
        System.arraycopy(tokens, count() - moved, to, at, moved);
    }

    /// The patches of one picture, row-major `[patch][mel][frame]`, from `at` on.
    ///
    /// @param picture row-major `[mels][frames]`
    public void cut(float[] picture, float[] to, int at) {
        for (int column = 0; column < columns(); column++) {
            for (int mel = 0; mel < mels; mel++) {
                int patch = column * rows() + mel / size;
                System.arraycopy(picture, mel * frames + column * size, to, at + patch * values() + mel % size * size, size);
            }
        }
    }

    /// The patches of pictures, one picture after another.
    public float[] cut(List<float[]> pictures) {
        float[] all = new float[Math.multiplyExact(pictures.size(), count() * values())];
        for (int i = 0; i < pictures.size(); i++) {
            cut(pictures.get(i), all, i * count() * values());
        }
        return all;
    }
}
