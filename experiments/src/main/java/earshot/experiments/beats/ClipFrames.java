package earshot.experiments.beats;

import earshot.audio.mel.KaldiFbank;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.Backend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The filter banks of a whole recording, as a network takes them one after another. Recordings of more than 10 s, the length of AudioSet's,
/// are cut into the fewest pieces that are not, all of about one length: attention looks at every pair of tokens.
///
/// @param patch frames that a piece must have; what is shorter is filled up with silence
record ClipFrames(KaldiFbank bank, int patch, Backend backend) {
    private static final int LONGEST = 10 * BeatsSound.RATE;

    /// Tensors `[1, frames, 128]` of the current scope.
    ///
    /// @param samples at 16 kHz
    List<Tensor> of(float[] samples) {
        int pieces = Math.max(1, (samples.length + LONGEST - 1) / LONGEST);
        int length = (samples.length + pieces - 1) / pieces;
        int least = bank.settings().frameLength() + (patch - 1) * bank.settings().hop();
        List<Tensor> all = new ArrayList<>();
        for (int from = 0; all.size() < pieces; from += length) {
            int to = Math.min(samples.length, from + length);
            float[] values = bank.apply(Arrays.copyOfRange(samples, from, Math.max(to, from + least)));
            all.add(Tensor.of(backend, Shape.of(1, values.length / BeatsConfig.MELS, BeatsConfig.MELS), values));
        }
        return all;
    }
}
