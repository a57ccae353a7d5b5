package earshot.experiments.extract;

import earshot.audio.resample.ResamplerStream;
import earshot.audio.spectrum.FrameStream;
import earshot.engine.files.StoredTensor;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// A recording on its way to features, block by block, in memory that does not depend on its length. Made by [Extraction#begin].
public final class FeatureStream implements AutoCloseable {
    private final ResamplerStream resampler;
    private final FrameStream frames;
    private final List<FrameFile> files;
    private final End end;

    /// Makes the features when all frames are there.
    interface End {
        /// @param samples that were cut into frames
        Map<String, StoredTensor> arrays(long samples) throws IOException;
    }

    FeatureStream(ResamplerStream resampler, FrameStream frames, List<FrameFile> files, End end) {
        this.resampler = resampler;
        this.frames = frames;
        this.files = files;
        this.end = end;
    }

    /// The next samples, any number.
    ///
    /// @param mono channels averaged, at the rate of the recording
    public void write(float[] mono) {
        frames.write(resampler.write(mono));
    }

    /// The end of the recording.
    ///
    /// @return features by name, usable until this is closed; most kinds have one array
    /// @throws IllegalArgumentException if the recording is too short
    public Map<String, StoredTensor> finish() throws IOException {
        frames.write(resampler.finish());
        frames.finish();
        return end.arrays(frames.samples());
    }

    @Override
    public void close() throws IOException {
        for (FrameFile file : files) {
            file.close();
        }
    }
}
