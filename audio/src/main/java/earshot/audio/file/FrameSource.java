package earshot.audio.file;

/// What a decoder gives: the frames of one sound, block by block. Its owner closes the file.
sealed interface FrameSource permits WavReader, VorbisReader, FlacReader, Mp3Reader {

    /// Frames per second.
    int rate();

    /// Samples per frame.
    int channels();

    /// Frames in all, or -1 where only decoding would tell. What [#next] gives does not change by it.
    long frames() throws UnreadableAudioException;

    /// The next frames, `[channel][n]`, n at least 1; null after the last.
    float[][] next() throws UnreadableAudioException;
}
